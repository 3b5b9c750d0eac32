import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import {
  MAX_ACCOUNTS_AN_HOUR,
  accountKeyOf,
  accountsArrived,
  addArrival,
  addFailure,
  decodeSourceDay,
  distinctFailed,
  encodeSourceDay,
  failureKeyOf,
  namesTried,
  newSourceDay,
  removeArrivals,
} from './source-window.js';
import type { SourceDay } from './source-window.js';

type Failure = readonly [at: number, account: string];

function dayWith(failures: readonly Failure[]): SourceDay {
  const day = newSourceDay();
  for (const [at, account] of failures) addFailure(day, at, account);
  return day;
}

const failures = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: DAY_MS - 1 }),
    fc.integer({ min: 0, max: 40 }).map((n) => `account-${n}`),
  ),
  { maxLength: 80 },
);

describe('the failures of a source', () => {
  it('counts an account once, over the clock hour and the 23 before', () => {
    const yesterday = dayWith([
      [9 * HOUR_MS, 'too-old'],
      [10 * HOUR_MS, 'a'],
    ]);
    const today = dayWith([
      [DAY_MS + HOUR_MS, 'a'],
      [DAY_MS + 9 * HOUR_MS, 'b'],
      [DAY_MS + 9 * HOUR_MS + 5, 'later'],
    ]);

    expect(distinctFailed(DAY_MS + 9 * HOUR_MS + 4, today, yesterday)).toBe(2);
  });

  it('tells whether a failure changed anything', () => {
    const day = newSourceDay();

    expect(addFailure(day, 500, 'a')).toBe(true);
    expect(addFailure(day, 600, 'a')).toBe(false);
    expect(addFailure(day, 400, 'a')).toBe(true);
  });

  it('keeps the accounts that failed first when an hour is full', () => {
    const many: Failure[] = Array.from({ length: 400 }, (_, n) => [n, `account-${n}`]);

    const forwards = dayWith(many);
    const backwards = dayWith(many.toReversed());

    expect(forwards.get(0)?.size).toBe(MAX_ACCOUNTS_AN_HOUR);
    expect(encodeSourceDay(backwards)).toBe(encodeSourceDay(forwards));
    expect(distinctFailed(HOUR_MS, forwards, undefined)).toBe(MAX_ACCOUNTS_AN_HOUR);
  });

  it('is the same in whatever order the failures come', () => {
    fc.assert(
      fc.property(failures, fc.infiniteStream(fc.nat()), (some, keys) => {
        const shuffled = some
          .map((failure) => ({ failure, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ failure }) => failure);

        expect(encodeSourceDay(dayWith(shuffled))).toBe(encodeSourceDay(dayWith(some)));
      }),
    );
  });

  it('counts what a recount over all failures counts', () => {
    fc.assert(
      fc.property(failures, failures, fc.nat(DAY_MS - 1), (before, today, offset) => {
        const at = DAY_MS + offset;
        const all: Failure[] = [
          ...before,
          ...today.map(([t, account]): Failure => [t + DAY_MS, account]),
        ];
        const start = (Math.floor(at / HOUR_MS) - 23) * HOUR_MS;
        const expected = new Set(all.filter(([t]) => t >= start && t <= at).map(([, a]) => a));

        const counted = distinctFailed(at, dayWith(today), dayWith(before));

        expect(counted).toBe(expected.size);
      }),
    );
  });

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(failures, (some) => {
        const day = dayWith(some);

        expect(decodeSourceDay(encodeSourceDay(day))).toEqual(day);
      }),
    );
  });

  it('takes the random end of an account id as its key', () => {
    expect(accountKeyOf('0128de2c-0000-7000-8000-0123456789ab')).toBe('0123456789ab');
  });
});

describe('the arrivals at a source', () => {
  it('are counted apart from its failures, but for the account that asks', () => {
    const day = dayWith([[HOUR_MS, 'failed']]);
    addArrival(day, 2 * HOUR_MS, 'anna');
    addArrival(day, 3 * HOUR_MS, 'bela');
    addArrival(day, 5 * HOUR_MS, 'carl');

    expect(accountsArrived(4 * HOUR_MS, 'bela', day, undefined)).toBe(1);
    expect(accountsArrived(5 * HOUR_MS, 'dora', day, undefined)).toBe(3);
    expect(distinctFailed(5 * HOUR_MS, day, undefined)).toBe(1);
  });

  it('can be taken back, and leave the day as it was', () => {
    fc.assert(
      fc.property(failures, fc.uniqueArray(fc.nat(DAY_MS - 1)), (failed, arrived) => {
        const day = dayWith(failed);
        const before = encodeSourceDay(day);
        for (const at of arrived) addArrival(day, at, 'guest');

        removeArrivals(day, 'guest');

        expect(encodeSourceDay(day)).toBe(before);
      }),
    );
  });
});

describe('names that nobody has', () => {
  it('are counted among the failures', () => {
    const account = '0128de2c-0000-7000-8000-00000000a11c';
    const day = dayWith([
      [1, failureKeyOf(account, true)],
      [2, failureKeyOf('0128de2c-0000-7000-8000-00000000b0b0', false)],
    ]);

    expect(namesTried(HOUR_MS, day, undefined)).toBe(1);
    expect(distinctFailed(HOUR_MS, day, undefined)).toBe(2);
  });
});
