import type { AuditSubject } from '../domain/audit/subject.js';
import { readHash } from '../hashes/hash-schemes.js';
import type { KnownAccount } from './audit-result.repository.js';
import type { GuessingTarget } from './guessing-task.js';

/** About how long a thread is given work for: progress and cancelling are as fine as this. */
const BATCH_MILLISECONDS = 1_000;
/** Cheap schemes take about this for everything there is to try. */
const CHEAP_ACCOUNT_MILLISECONDS = 5;
const CHEAP_MILLISECONDS = 0.06;
/** Without salt nearly everything is one look into a table. */
const UNSALTED_ACCOUNT_MILLISECONDS = 1;

/** Parts the accounts of a chunk into work for threads, by what they will take. */
export function batchesOf(
  subjects: ReadonlyMap<number, AuditSubject>,
  known: ReadonlyMap<string, KnownAccount>,
  millisecondsPerAccount: number,
): readonly (readonly GuessingTarget[])[] {
  const batches: GuessingTarget[][] = [];
  let batch: GuessingTarget[] = [];
  let expected = 0;
  for (const [ordinal, { login, displayName, hash, defaultLabel }] of subjects) {
    const name = displayName ?? known.get(login.toLowerCase())?.displayName;
    batch.push({
      ordinal,
      login,
      ...(name === undefined ? {} : { displayName: name }),
      ...(hash === undefined ? {} : { hash }),
      ...(defaultLabel === undefined ? {} : { defaultLabel }),
    });
    expected += expectedMilliseconds(hash, defaultLabel, millisecondsPerAccount);
    if (expected < BATCH_MILLISECONDS) continue;
    batches.push(batch);
    batch = [];
    expected = 0;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

function expectedMilliseconds(
  hash: string | undefined,
  label: string | undefined,
  budget: number,
): number {
  const read = readHash(hash ?? '', label);
  if (read.kind !== 'known') return 0;
  const { unsalted, cost } = read.digest;
  if (unsalted !== undefined) return UNSALTED_ACCOUNT_MILLISECONDS;
  if (cost.milliseconds > CHEAP_MILLISECONDS) return Math.max(budget, 3 * cost.milliseconds);
  return Math.max(CHEAP_ACCOUNT_MILLISECONDS, TRIES * cost.milliseconds);
}

/** About how many guesses there are for an account. */
const TRIES = 40_000;
