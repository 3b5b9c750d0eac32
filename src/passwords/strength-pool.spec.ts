import { afterEach, describe, expect, it } from 'vitest';
import type { Strength } from './domain/strength.js';
import { UNKNOWN_STRENGTH } from './domain/strength.js';
import type { LaneLimits } from './strength-lane.js';
import { DEFAULT_STRENGTH_LIMITS, SCORED_LENGTH, StrengthPool } from './strength-pool.js';

const LEET = '4@8({[<3691!|$5+7%20';

const open: StrengthPool[] = [];

/** Both lanes with the same limits changed. */
function aPool(overrides: Partial<LaneLimits> = {}): StrengthPool {
  const { quick, slow } = DEFAULT_STRENGTH_LIMITS;
  const pool = new StrengthPool({
    quick: { ...quick, ...overrides },
    slow: { ...slow, ...overrides },
  });
  open.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

describe('the strength pool', () => {
  it('estimates as zxcvbn 4.4.2 does, with the words of the account', async () => {
    const pool = aPool({ killAfterMs: 10_000 });

    const estimates = await Promise.all([
      pool.estimate('Password1', ['alice']),
      pool.estimate('MM152007', ['mm', 'maria miller']),
      pool.estimate('pass@321', ['bob']),
      pool.estimate('h1y2d3', ['hyd', 'hyderabad']),
    ]);

    expect(estimates.map(({ score, guessesLog10 }) => [score, guessesLog10])).toEqual([
      [0, 2.58],
      [1, 5.87],
      [2, 6.09],
      [1, 6],
    ]);
  });

  it('answers for 128 leet characters within a second', async () => {
    const pool = aPool();
    const hard = LEET.repeat(7).slice(0, 128);
    await firstAnswer(pool, hard);

    const before = performance.now();
    await pool.estimate(hard, []);

    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('lets nobody wait for what takes long', async () => {
    const pool = aPool({ killAfterMs: 30_000 });
    const hard = LEET.repeat(4).slice(0, 64);
    await Promise.all([pool.estimate('warm', []), pool.estimate(hard, [])]);
    let done = 0;
    const slow = Array.from({ length: 20 }, async () => {
      await pool.estimate(hard, []);
      done += 1;
    });

    await pool.estimate('Password1', []);

    expect(done).toBeLessThan(20);
    await Promise.all(slow);
  }, 30_000);

  it('scores the beginning alone', async () => {
    const pool = aPool({ killAfterMs: 10_000 });
    const beginning = 'tq9!'.repeat(SCORED_LENGTH / 4);

    const [whole, first] = await Promise.all([
      pool.estimate(`${beginning}wolvox endrum`, []),
      pool.estimate(beginning, []),
    ]);

    expect(whole).toEqual(first);
  });

  it('kills a thread that takes too long, assumes the worst, and goes on', async () => {
    const pool = aPool({ maxThreads: 1, killAfterMs: 100 });
    const tooMany = Array.from({ length: 500_000 }, (_, n) => `word${n}`);

    const killed = await firstAnswer(pool, 'Password1', tooMany);
    const next = await firstAnswer(pool, 'Password1');

    expect(killed).toBe(UNKNOWN_STRENGTH);
    expect(next.guessesLog10).toBeGreaterThan(0);
  });

  it('turns callers away when too many wait', async () => {
    const pool = aPool({ maxThreads: 1, maxWaiting: 1, killAfterMs: 10_000 });

    const answers = await Promise.allSettled([
      pool.estimate('first', []),
      pool.estimate('second', []),
      pool.estimate('third', []),
    ]);

    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(answers[2]).toMatchObject({
      reason: { kind: 'unavailable', code: 'strength-pool-saturated', details: { retryAfter: 1 } },
    });
  });

  it('says that it is busy when no thread could begin in time', async () => {
    const pool = aPool({ maxThreads: 1, killAfterMs: 1, startWithinMs: 1 });

    await expect(pool.estimate('Password1', [])).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

/** Asks until a thread was there in time: starting one takes longer than so short a timer allows. */
async function firstAnswer(
  pool: StrengthPool,
  password: string,
  words: readonly string[] = [],
): Promise<Strength> {
  for (;;) {
    const answer = await pool.estimate(password, words).catch(() => undefined);
    if (answer) return answer;
  }
}
