import { createHash, randomBytes } from 'node:crypto';
import type { Scope } from './scopes.js';

/** An API key as it is stored: never the key itself. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Start of the key, for people to recognise it by. Not secret. */
  readonly prefix: string;
  /** SHA-256 of the key. */
  readonly hash: Buffer;
  readonly scopes: readonly Scope[];
  /** Caller who made it, `<kind>:<id>`. */
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  /** To the minute. */
  readonly lastUsedAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

const PREFIX_ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const PREFIX_LENGTH = 8;
const SECRET_BYTES = 32;
const OWN_KEY = /^(aw_[a-z0-9]{8})_[A-Za-z0-9_-]{43}$/;

/** Longest credential that is looked at. */
export const MAX_KEY_LENGTH = 200;

/** A fresh key: `aw_<8 characters to recognise it by>_<43 characters of secret, 256 bits>`. */
export function newKeyText(): string {
  const prefix = Array.from(
    randomBytes(PREFIX_LENGTH),
    (byte) => PREFIX_ALPHABET[byte % PREFIX_ALPHABET.length],
  ).join('');
  return `aw_${prefix}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/**
 * SHA-256 of the key. A slow password hash would gain nothing: the keys we make hold 256 random
 * bits, which no one can try out, and the hash is computed on every request.
 */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/**
 * What a key is recognised by. A key of the site's own making (BOOTSTRAP_API_KEY) has no public
 * part, so the start of its hash stands for it.
 */
export function prefixOfKey(key: string): string {
  return OWN_KEY.exec(key)?.[1] ?? `sha256:${hashOfKey(key).toString('hex', 0, 4)}`;
}

/** Whether the key may be used at `now`. */
export function isUsable(key: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, now: Date): boolean {
  return !key.revokedAt && !(key.expiresAt && key.expiresAt <= now);
}
