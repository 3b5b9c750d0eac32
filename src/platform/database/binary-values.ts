import ipaddr from 'ipaddr.js';

const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
const FAMILY_V4 = 2;
const FAMILY_V6 = 3;
/** Shorter texts cost less byte by byte than by a call into Node. */
const SHORT_TEXT = 40;
const DOT = 46;
const DIGIT_ZERO = 48;
const JSONB_VERSION = 1;

/** How a value is written: the types of the columns that are written by the thousand. */
export type BinaryType =
  'uuid' | 'cidr' | 'date' | 'timestamptz' | 'text' | 'jsonb' | 'int4' | 'float8';

/** Moments are milliseconds since the epoch, and a day is any of its moments (UTC); JSON is its text. */
export type BinaryValue = string | number | null;

/**
 * Values in PostgreSQL's binary format, each after its length, in one growing buffer; it costs both
 * sides far less than text. Format: PostgreSQL documentation, COPY, "Binary Format"; the `*_recv`
 * functions for each type.
 */
export class BinaryValues {
  protected buffer: Buffer;
  protected length = 0;

  constructor(initialBytes: number) {
    this.buffer = Buffer.allocUnsafe(initialBytes);
  }

  /** Writes a value as one of a column of the type. */
  value(type: BinaryType, value: BinaryValue): void {
    if (value === null) this.null();
    else WRITERS[type](this, value);
  }

  null(): void {
    this.sized(-1, 0);
  }

  /** @param hex a UUID in its usual spelling */
  uuid(hex: string): void {
    this.sized(16, 16);
    const { buffer } = this;
    let { length } = this;
    for (let i = 0; i < 36; i += 2) {
      if (i === 8 || i === 13 || i === 18 || i === 23) i += 1;
      buffer[length++] = (nibble(hex.charCodeAt(i)) << 4) | nibble(hex.charCodeAt(i + 1));
    }
    this.length = length;
  }

  /** @param ms milliseconds since the Unix epoch */
  timestamptz(ms: number): void {
    this.sized(8, 8);
    this.writeInt64((ms - POSTGRES_EPOCH_MS) * 1000);
  }

  /** @param ms any moment of the UTC day */
  date(ms: number): void {
    this.sized(4, 4);
    this.put32(Math.floor((ms - POSTGRES_EPOCH_MS) / DAY_MS));
  }

  int2(value: number | undefined): void {
    if (value === undefined) return this.null();
    this.sized(2, 2);
    this.put16(value);
  }

  int4(value: number): void {
    this.sized(4, 4);
    this.put32(value);
  }

  float8(value: number): void {
    this.sized(8, 8);
    this.length = this.buffer.writeDoubleBE(value, this.length);
  }

  bool(value: boolean | undefined): void {
    if (value === undefined) return this.null();
    this.sized(1, 1);
    this.buffer[this.length++] = value ? 1 : 0;
  }

  int8(value: number): void {
    this.sized(8, 8);
    this.writeInt64(value);
  }

  /** NUL, which PostgreSQL can't store, is left out. */
  text(value: string | undefined): void {
    if (value === undefined) return this.null();
    if (value.length <= SHORT_TEXT && this.ascii(value)) return;
    const clean = value.includes('\0') ? value.replaceAll('\0', '') : value;
    const limit = clean.length * 3;
    this.reserve(4 + limit);
    const written = this.buffer.write(clean, this.length + 4, 'utf8');
    this.put32(written);
    this.length += written;
  }

  /** @param bytes a text as UTF-8, without NUL */
  utf8(bytes: Uint8Array): void {
    this.sized(bytes.length, bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** @param json without NUL, as JSON is */
  jsonb(json: string): void {
    const limit = json.length * 3;
    this.reserve(5 + limit);
    const written = this.buffer.write(json, this.length + 5, 'utf8');
    this.put32(written + 1);
    this.buffer[this.length++] = JSONB_VERSION;
    this.length += written;
  }

  /** Writes the text if it is ASCII without NUL; else nothing. */
  private ascii(value: string): boolean {
    this.reserve(4 + value.length);
    const { buffer, length } = this;
    for (let i = 0; i < value.length; i += 1) {
      const code = value.charCodeAt(i);
      if (code === 0 || code > 127) return false;
      buffer[length + 4 + i] = code;
    }
    this.put32(value.length);
    this.length += value.length;
    return true;
  }

  /** An `inet` host. @param address in canonical form */
  inet(address: string | undefined): void {
    if (address === undefined) return this.null();
    this.network(address, undefined);
  }

  /** A `cidr`. @param network such as `192.0.2.0/24`, in canonical form */
  cidr(network: string): void {
    const slash = network.indexOf('/');
    this.network(network.slice(0, slash), Number(network.slice(slash + 1)));
  }

  private network(address: string, bits: number | undefined): void {
    if (address.includes(':')) {
      this.sized(20, 20);
      this.family(FAMILY_V6, bits, 16);
      for (const byte of ipaddr.IPv6.parse(address).toByteArray())
        this.buffer[this.length++] = byte;
      return;
    }
    this.sized(8, 8);
    this.family(FAMILY_V4, bits, 4);
    let byte = 0;
    for (let i = 0; i < address.length; i += 1) {
      const code = address.charCodeAt(i);
      if (code === DOT) {
        this.buffer[this.length++] = byte;
        byte = 0;
      } else byte = byte * 10 + (code - DIGIT_ZERO);
    }
    this.buffer[this.length++] = byte;
  }

  private family(family: number, bits: number | undefined, bytes: number): void {
    const { buffer } = this;
    buffer[this.length++] = family;
    buffer[this.length++] = bits ?? bytes * 8;
    buffer[this.length++] = bits === undefined ? 0 : 1;
    buffer[this.length++] = bytes;
  }

  private sized(size: number, ahead: number): void {
    this.reserve(4 + ahead);
    this.put32(size);
  }

  private writeInt64(value: number): void {
    const high = Math.floor(value / 0x1_0000_0000);
    this.put32(high);
    this.put32(value - high * 0x1_0000_0000);
  }

  protected put16(value: number): void {
    const { buffer } = this;
    buffer[this.length++] = value >> 8;
    buffer[this.length++] = value;
  }

  protected put32(value: number): void {
    const { buffer } = this;
    buffer[this.length++] = value >>> 24;
    buffer[this.length++] = value >>> 16;
    buffer[this.length++] = value >>> 8;
    buffer[this.length++] = value;
  }

  protected reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }
}

const WRITERS: Record<BinaryType, (to: BinaryValues, value: string | number) => void> = {
  uuid: (to, value) => to.uuid(String(value)),
  cidr: (to, value) => to.cidr(String(value)),
  date: (to, value) => to.date(Number(value)),
  timestamptz: (to, value) => to.timestamptz(Number(value)),
  text: (to, value) => to.text(String(value)),
  jsonb: (to, value) => to.jsonb(String(value)),
  int4: (to, value) => to.int4(Number(value)),
  float8: (to, value) => to.float8(Number(value)),
};

function nibble(code: number): number {
  return code < 58 ? code - 48 : (code | 0x20) - 87;
}
