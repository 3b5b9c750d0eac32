import { createHash } from 'node:crypto';
import { md4 } from 'hash-wasm';
import type { BreachAlgorithm } from '../domain/breach/algorithm.js';

/** The digest under which a breach list would have the password. OpenSSL no longer has MD4. */
export async function digestOf(password: string, algorithm: BreachAlgorithm): Promise<Buffer> {
  return algorithm === 'sha1'
    ? createHash('sha1').update(password).digest()
    : Buffer.from(await md4(Buffer.from(password, 'utf16le')), 'hex');
}
