import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { cryptSalt, type PasswordScheme } from './password-scheme.js';

/** Dovecot's own default: every sign-in has to do them, and the password is random. */
const ROUNDS = 5_000;
const KEY_BYTES = 20;

/**
 * Dovecot's `{PBKDF2}`: `$1$salt$rounds$hex`, HMAC-SHA-1, 20 bytes, the salt taken as text
 * (Dovecot, src/auth/password-scheme-pbkdf2.c).
 */
export const pbkdf2Sha1: PasswordScheme = {
  name: 'PBKDF2',

  async encode(password, seed) {
    const salt = cryptSalt(seed);
    const key = await promisify(pbkdf2)(password, salt, ROUNDS, KEY_BYTES, 'sha1');
    return `$1$${salt}$${ROUNDS}$${key.toString('hex')}`;
  },

  isSeededBy(body, seed) {
    return body.startsWith(`$1$${cryptSalt(seed)}$`);
  },
};
