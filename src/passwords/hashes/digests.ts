import { hash, timingSafeEqual } from 'node:crypto';
import {
  createMD4,
  createMD5,
  createSHA1,
  createSHA256,
  createSHA384,
  createSHA512,
  type IHasher,
} from 'hash-wasm';

/** Names of the digests that schemes are made of. */
export type DigestName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/**
 * Hashes that are set up once: hash-wasm takes half of the time of `crypto.createHash` for short
 * inputs of several parts. One thread uses each at a time, and never across an await.
 */
const HASHERS: Readonly<Record<DigestName, IHasher>> = {
  md5: await createMD5(),
  sha1: await createSHA1(),
  sha256: await createSHA256(),
  sha384: await createSHA384(),
  sha512: await createSHA512(),
};

/** Bytes of each digest. */
export const DIGEST_BYTES: Readonly<Record<DigestName, number>> = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** Digest of the parts, one after the other; text counts as UTF-8. */
export function digestOf(name: DigestName, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const hasher = HASHERS[name].init();
  for (const part of parts) if (part.length > 0) hasher.update(part);
  return hasher.digest('binary');
}

/** {@link digestOf} of one text, in hexadecimal. */
export function hexDigestOf(name: DigestName, text: string): string {
  return hash(name, text, 'hex');
}

/** MD4, which OpenSSL 3 no longer has, in hexadecimal. */
export function hexMd4Of(text: string, encoding: 'utf16le' | 'utf8'): string {
  return MD4.init().update(Buffer.from(text, encoding)).digest('hex');
}

const MD4 = await createMD4();

/**
 * {@link digestOf} of a password and its salt, as text of one character a byte. An audit asks this
 * millions of times: one call into OpenSSL, with nothing allocated but its answer.
 */
export function saltedDigestOf(name: DigestName, password: string, salt: Uint8Array): string {
  const most = MOST_UTF8_BYTES * password.length + salt.length;
  const bytes = most <= SCRATCH.length ? SCRATCH : Buffer.alloc(most);
  const end = bytes.write(password, 0, 'utf8');
  bytes.set(salt, end);
  return hash(name, bytes.subarray(0, end + salt.length), 'binary');
}

const SCRATCH = Buffer.alloc(1_024);
/** Of one UTF-16 unit. */
const MOST_UTF8_BYTES = 3;

/**
 * The state of MD5 after one block of 64 bytes: the four words that Dovecot's CRAM-MD5 stores,
 * little endian. hash-wasm shows it in what it saves, from byte 12 on.
 */
export function md5StateAfter(block: Uint8Array): Uint8Array {
  const hasher = HASHERS.md5.init();
  hasher.update(block);
  return hasher.save().slice(12, 28);
}

/** Whether two digests are the same. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
