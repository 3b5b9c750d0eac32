import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
const FAMILY_V4 = 2;
const FAMILY_V6 = 3;

/**
 * Rows in the binary format of PostgreSQL's COPY, written into one growing buffer; it costs the
 * server far less than text. Columns are written in the order of the COPY statement.
 * Format: PostgreSQL documentation, COPY, "Binary Format"; `*_recv` functions for each type.
 */
export class BinaryCopy {
  private buffer: Buffer;
  private length = 0;

  constructor(initialBytes = 1 << 20) {
    this.buffer = Buffer.allocUnsafe(initialBytes);
    HEADER.copy(this.buffer);
    this.length = HEADER.length;
  }

  row(columns: number): void {
    this.reserve(2);
    this.buffer.writeInt16BE(columns, this.length);
    this.length += 2;
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
    this.buffer.writeInt32BE(Math.floor((ms - POSTGRES_EPOCH_MS) / DAY_MS), this.length);
    this.length += 4;
  }

  int2(value: number | undefined): void {
    if (value === undefined) return this.null();
    this.sized(2, 2);
    this.buffer.writeInt16BE(value, this.length);
    this.length += 2;
  }

  int8(value: number): void {
    this.sized(8, 8);
    this.writeInt64(value);
  }

  /** NUL, which PostgreSQL can't store, is left out. */
  text(value: string | undefined): void {
    if (value === undefined) return this.null();
    const clean = value.includes('\0') ? value.replaceAll('\0', '') : value;
    const limit = clean.length * 3;
    this.reserve(4 + limit);
    const written = this.buffer.write(clean, this.length + 4, 'utf8');
    this.buffer.writeInt32BE(written, this.length);
    this.length += 4 + written;
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

  /** Ends the copy. The bytes are valid until the next write. */
  finish(): Buffer {
    this.reserve(2);
    this.buffer.writeInt16BE(-1, this.length);
    this.length += 2;
    return this.buffer.subarray(0, this.length);
  }

  private network(address: string, bits: number | undefined): void {
    const bytes = isIPv4(address)
      ? address.split('.').map(Number)
      : ipaddr.IPv6.parse(address).toByteArray();
    this.sized(4 + bytes.length, 4 + bytes.length);
    const { buffer } = this;
    buffer[this.length++] = bytes.length === 4 ? FAMILY_V4 : FAMILY_V6;
    buffer[this.length++] = bits ?? bytes.length * 8;
    buffer[this.length++] = bits === undefined ? 0 : 1;
    buffer[this.length++] = bytes.length;
    for (const byte of bytes) buffer[this.length++] = byte;
  }

  private sized(size: number, ahead: number): void {
    this.reserve(4 + ahead);
    this.buffer.writeInt32BE(size, this.length);
    this.length += 4;
  }

  private writeInt64(value: number): void {
    const high = Math.floor(value / 0x1_0000_0000);
    this.buffer.writeInt32BE(high, this.length);
    this.buffer.writeUInt32BE(value - high * 0x1_0000_0000, this.length + 4);
    this.length += 8;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }
}

function nibble(code: number): number {
  return code < 58 ? code - 48 : (code | 0x20) - 87;
}
