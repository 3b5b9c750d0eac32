import { endianness } from 'node:os';
import { BREACH_ALGORITHMS, type BreachAlgorithm } from '../domain/breach/algorithm.js';
import { ENTRY_BYTES, RANGES } from '../domain/breach/entry.js';

/**
 * A breach list on disk: a header; the sorted entries, range after range; the index, which says for
 * each range how many entries come before it (32 bits little-endian, and the total at the end).
 */
export const HEADER_BYTES = 64;
export const INDEX_BYTES = (RANGES + 1) * 4;

const MAGIC = 'AWBREACH';
const VERSION = 1;

/** What the header says. */
export interface BreachHeader {
  readonly algorithm: BreachAlgorithm;
  /** At most 4,294,967,295, since the index has 32 bits. */
  readonly entries: number;
}

export function encodeHeader({ algorithm, entries }: BreachHeader): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 'latin1');
  header.writeUInt8(VERSION, 8);
  header.writeUInt8(BREACH_ALGORITHMS.indexOf(algorithm), 9);
  header.writeBigUInt64LE(BigInt(entries), 16);
  return header;
}

/** @throws Error when it is no whole breach list of this version */
export function decodeHeader(header: Uint8Array, fileBytes: number): BreachHeader {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  const algorithm = BREACH_ALGORITHMS[bytes.length === HEADER_BYTES ? bytes.readUInt8(9) : -1];
  if (
    algorithm === undefined ||
    bytes.toString('latin1', 0, 8) !== MAGIC ||
    bytes.readUInt8(8) !== VERSION
  )
    throw new Error('the file is no breach list of this version');
  const entries = Number(bytes.readBigUInt64LE(16));
  if (fileBytes !== HEADER_BYTES + entries * ENTRY_BYTES + INDEX_BYTES)
    throw new Error('the breach list is not whole');
  return { algorithm, entries };
}

/** The index as it is written. */
export function encodeIndex(index: Uint32Array): Buffer {
  return littleEndian(Buffer.from(Uint8Array.from(new Uint8Array(index.buffer))));
}

/** The index as it was written. */
export function decodeIndex(bytes: Uint8Array): Uint32Array {
  // A copy of its own, as 32-bit numbers have to begin at a multiple of four.
  const copy = littleEndian(Buffer.from(new Uint8Array(bytes).buffer));
  return new Uint32Array(copy.buffer, copy.byteOffset, bytes.length / 4);
}

function littleEndian(bytes: Buffer): Buffer {
  return endianness() === 'LE' ? bytes : bytes.swap32();
}
