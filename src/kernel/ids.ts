import { v7 } from 'uuid';

/** A fresh UUIDv7 (RFC 9562): sorts by the time it was made. */
export function newId(): string {
  return v7();
}

/**
 * A UUIDv7 whose time is that of a fact and whose random bits are a digest of it, so that the same
 * fact always has the same id (RFC 9562, section 5.7 leaves the 74 bits to the implementation).
 *
 * @param timeMs milliseconds since the epoch; earlier than 1970 counts as 1970
 * @param digestHex at least 20 hexadecimal digits of a cryptographic digest of the fact
 */
export function idFromDigest(timeMs: number, digestHex: string): string {
  const time = Math.max(0, Math.trunc(timeMs)).toString(16).padStart(12, '0').slice(-12);
  const variant = ((Number.parseInt(digestHex.charAt(3), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digestHex.slice(0, 3)}-${variant}${digestHex.slice(4, 7)}-${digestHex.slice(7, 19)}`;
}
