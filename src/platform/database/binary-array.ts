import { type BinaryType, type BinaryValue, BinaryValues } from './binary-values.js';

/** Object ids of the types in pg_type, the same in every database. */
const OIDS: Record<BinaryType, number> = {
  uuid: 2950,
  cidr: 650,
  date: 1082,
  timestamptz: 1184,
  text: 25,
  jsonb: 3802,
  int4: 23,
  float8: 701,
};
const HEADER_BYTES = 20;
const USUAL_BYTES = 40;

/**
 * A parameter that is an array, in PostgreSQL's binary format (`array_recv`). From a list of
 * JavaScript, pg makes a text in which each value is searched for what must be escaped, twice.
 */
export function binaryArray(type: BinaryType, values: readonly BinaryValue[]): Buffer {
  return new BinaryArray(type, values).bytes();
}

class BinaryArray extends BinaryValues {
  constructor(type: BinaryType, values: readonly BinaryValue[]) {
    super(HEADER_BYTES + values.length * USUAL_BYTES);
    this.put32(values.length === 0 ? 0 : 1);
    this.put32(values.includes(null) ? 1 : 0);
    this.put32(OIDS[type]);
    if (values.length === 0) return;
    this.put32(values.length);
    this.put32(1);
    for (const value of values) this.value(type, value);
  }

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }
}
