import { hash } from '@node-rs/argon2';
import type { PasswordScheme } from './password-scheme.js';

/** `{ARGON2ID}`: a PHC string, 19 MiB and two passes (OWASP's first choice, and the library's default). */
export const argon2id: PasswordScheme = {
  name: 'ARGON2ID',

  encode(password, seed) {
    return hash(password, { salt: seed, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  },

  isSeededBy(body, seed) {
    const salt = Buffer.from(seed).toString('base64').replace(/=+$/, '');
    return body.startsWith('$argon2id$') && body.split('$').at(-2) === salt;
  },
};
