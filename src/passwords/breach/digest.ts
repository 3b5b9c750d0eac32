import { createHash } from 'node:crypto';
import type { BreachAlgorithm } from '../domain/breach/algorithm.js';
import { ntHash } from '../hashes/schemes/ntlm.js';

/** The digest under which a breach list would have the password. */
export function digestOf(password: string, algorithm: BreachAlgorithm): Buffer {
  return algorithm === 'sha1'
    ? createHash('sha1').update(password).digest()
    : Buffer.from(ntHash(password), 'hex');
}
