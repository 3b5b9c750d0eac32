import { z } from 'zod';
import { codePoints } from '../password-facts.js';
import { ruleKind } from '../rule.js';

/**
 * At most so much, for directories that cut off what is longer: bcrypt hashes the first 72 bytes,
 * DES crypt the first 8. NIST wants at least 64 characters to be possible.
 */
export const maximumLength = ruleKind({
  id: 'maximum-length',
  title: 'So many characters at most',
  clause: 'Authwarden maximum length',
  options: z.strictObject({
    max: z.int().min(8).max(1_024).default(1_024).describe('Characters, counted as code points.'),
    maxBytes: z.int().min(8).max(1_024).default(1_024).describe('Bytes in UTF-8.'),
  }),

  demand: ({ max, maxBytes }) => ({
    message: `Use at most ${max} characters and ${maxBytes} bytes; the directory would cut off the rest.`,
    passes({ text }) {
      if (text === undefined) return undefined;
      return codePoints(text) <= max && Buffer.byteLength(text) <= maxBytes;
    },
  }),
});
