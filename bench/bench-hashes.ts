import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Piscina } from 'piscina';
import { GuessingPool } from '../src/passwords/audits/guessing-pool.js';
import type { GuessingPlan } from '../src/passwords/audits/guessing-task.js';
import { SAMPLE_HASHES } from './hashes/sample-hashes.js';

const CORES = availableParallelism();
const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const MILLISECONDS = values.quick ? 500 : 4_000;
const BARE = fileURLToPath(new URL('./hashes/bare-hashes.js', import.meta.url));
const NEVER = new AbortController().signal;

/** Verifications a second of each scheme's library alone, on all cores at once. */
async function bareRate(threads: Piscina<unknown, number>, scheme: string): Promise<number> {
  const counts = await Promise.all(
    Array.from({ length: CORES }, () => threads.run({ scheme, milliseconds: MILLISECONDS })),
  );
  return counts.reduce((sum, count) => sum + count, 0) / (MILLISECONDS / 1_000);
}

/** Verifications a second of an audit: guesses made, budget, threads and all. */
async function auditRate(pool: GuessingPool, scheme: string, hash: string): Promise<number> {
  const plan: GuessingPlan = {
    id: 'bench',
    words: ['hyderabad'],
    year: 2026,
    millisecondsPerAccount: 1_000,
    sharingKey: Buffer.alloc(32, 1),
  };
  let ordinal = 0;
  const lane = async () => {
    let verifications = 0;
    const startedAt = performance.now();
    while (performance.now() - startedAt < MILLISECONDS) {
      const target = { ordinal, login: `user${ordinal++}@example.com`, hash };
      const [result] = await pool.test({ plan, targets: [target] }, NEVER);
      if (result?.coverage !== 'tested') throw new Error(`${scheme} was ${result?.coverage}`);
      // The empty password is tried before the guesses.
      verifications += 1 + result.tries;
    }
    return verifications / ((performance.now() - startedAt) / 1_000);
  };
  const rates = await Promise.all(Array.from({ length: CORES }, lane));
  return rates.reduce((sum, rate) => sum + rate, 0);
}

const threads = new Piscina<unknown, number>({
  filename: BARE,
  minThreads: CORES,
  maxThreads: CORES,
});
const pool = new GuessingPool(CORES);
await auditRate(pool, 'SSHA', SAMPLE_HASHES['SSHA'] ?? '');
console.log(`verifications a second on ${CORES} cores`);
console.log(`${'scheme'.padEnd(16)}${'library'.padStart(12)}${'audit'.padStart(12)}  ratio`);
for (const [scheme, hash] of Object.entries(SAMPLE_HASHES)) {
  const bare = await bareRate(threads, scheme);
  const audit = await auditRate(pool, scheme, hash);
  const row = [Math.round(bare), Math.round(audit)].map((rate) =>
    rate.toLocaleString('en').padStart(12),
  );
  console.log(`${scheme.padEnd(16)}${row.join('')}  ${(audit / bare).toFixed(2)}`);
}
await Promise.all([threads.destroy(), pool.close()]);
