import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { DIGEST_BYTES, isSame } from '../digests.js';
import { fromBase64, wholeNumber } from '../encodings.js';
import type { HashScheme } from '../hash-scheme.js';

/** Dovecot's and RFC 5803's order of fields: iterations, salt, stored key, server key. */
function scram(
  name: string,
  hash: 'sha1' | 'sha256',
  millisecondsPerIteration: number,
): HashScheme {
  const bytes = DIGEST_BYTES[hash];
  return {
    name,
    labels: [name],
    grade: 'strong',
    identify(body, isLabelled) {
      const [count, saltText, storedText, serverText, ...more] = body.split(',');
      const iterations = wholeNumber(count);
      const salt = fromBase64(saltText ?? '');
      const storedKey = fromBase64(storedText ?? '');
      if (!isLabelled || !iterations || !salt || storedKey?.length !== bytes) return undefined;
      if (serverText === undefined || more.length > 0) return undefined;
      return {
        cost: { milliseconds: 0.01 + iterations * millisecondsPerIteration, mebibytes: 0 },
        verify(password) {
          // RFC 5802: StoredKey = H(HMAC(Hi(password), "Client Key")).
          const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, bytes, hash);
          const clientKey = createHmac(hash, salted).update('Client Key').digest();
          return isSame(createHash(hash).update(clientKey).digest(), storedKey);
        },
      };
    },
  };
}

export const scramSha1 = scram('SCRAM-SHA-1', 'sha1', 0.0004);
export const scramSha256 = scram('SCRAM-SHA-256', 'sha256', 0.0005);
