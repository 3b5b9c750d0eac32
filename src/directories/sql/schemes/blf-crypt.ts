import { hash } from '@node-rs/bcrypt';
import type { PasswordScheme } from './password-scheme.js';

/** Enough for a random password, and quick enough for the sign-ins that verify it. */
const COST = 10;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BCRYPT64 = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `{BLF-CRYPT}`: bcrypt, marked `$2y$` as Dovecot and PHP write it. */
export const blfCrypt: PasswordScheme = {
  name: 'BLF-CRYPT',

  encode(password, seed) {
    return hash(password, { salt: seed, cost: COST, version: '2y' });
  },

  isSeededBy(body, seed) {
    return body.slice(7, 29) === bcryptSalt(seed);
  },
};

/** bcrypt's own base64: the same bits in another alphabet. */
function bcryptSalt(seed: Uint8Array): string {
  const digits = Buffer.from(seed).toString('base64').replace(/=+$/, '');
  return Array.from(digits, (digit) => BCRYPT64.charAt(BASE64.indexOf(digit))).join('');
}
