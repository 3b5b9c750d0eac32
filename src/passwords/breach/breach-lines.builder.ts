import { createHash } from 'node:crypto';
import { CANARIES } from '../domain/breach/algorithm.js';

/** SHA-1 of a password, upper case, as breach lists have it. */
export function sha1Of(password: string): string {
  return createHash('sha1').update(password).digest('hex').toUpperCase();
}

/** `HASH:COUNT` lines of a SHA-1 list with these passwords and the canaries, ordered by hash. */
export function linesOf(counts: Readonly<Record<string, number>>): readonly string[] {
  return [
    ...Object.entries(counts).map(([password, count]) => `${sha1Of(password)}:${count}`),
    ...CANARIES.sha1.map((digest) => `${digest}:9000`),
  ].toSorted();
}
