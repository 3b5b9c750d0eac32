import { createHash } from 'node:crypto';
import type { PasswordScheme } from './password-scheme.js';

const DIGEST_BYTES = 64;

/** `{SSHA512}`: base64 of SHA-512(password ‖ salt) ‖ salt. */
export const ssha512: PasswordScheme = {
  name: 'SSHA512',

  encode(password, seed) {
    const digest = createHash('sha512').update(password, 'utf8').update(seed).digest();
    return Promise.resolve(Buffer.concat([digest, seed]).toString('base64'));
  },

  isSeededBy(body, seed) {
    return Buffer.from(body, 'base64').subarray(DIGEST_BYTES).equals(seed);
  },
};
