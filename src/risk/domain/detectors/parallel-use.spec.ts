import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import type { ParallelUse } from '../visits.js';
import { parallelUse } from './parallel-use.js';

const options = parallelUse.options.parse({});
const ABROAD: ParallelUse = {
  days: 4,
  km: 6_700.4,
  minutes: 40,
  network: '203.0.113.0/24',
  mailsThere: 0,
  mailsAtHome: 9,
  isAbroad: true,
};

const inspect = (found: Partial<ParallelUse>, overrides = {}) =>
  parallelUse.inspect(
    aFoldEvent(),
    someFacts({ parallelUse: () => ({ ...ABROAD, ...found }), ...overrides }),
    options,
  );

describe('parallel use from afar', () => {
  it('is the surer, the more days it goes on', () => {
    expect([1, 2, 3, 4, 9].map((days) => inspect({ days })?.confidence)).toEqual([
      0.2, 0.5, 0.9, 1, 1,
    ]);
    expect(inspect({})?.evidence).toMatchObject({ days: 4, km: 6_700, network: '203.0.113.0/24' });
  });

  it('takes a day more within the own country', () => {
    expect(inspect({ isAbroad: false, days: 1 })).toBeUndefined();
    expect(inspect({ isAbroad: false, days: 4 })?.confidence).toBe(0.9);
  });

  it('says less of somebody who is known from several countries', () => {
    expect(inspect({}, { countriesKnown: () => 3 })?.confidence).toBe(0.5);
  });

  it.each([
    ['who writes from there is on a journey', { mailsThere: 4 }, {}],
    [
      'a home in another town is used for mail sooner or later',
      { isAbroad: false, mailsThere: 1 },
      {},
    ],
    ['little is written at home', { isAbroad: false, mailsAtHome: 5 }, {}],
    ['several people use the account', {}, { networksADay: () => 2.5 }],
  ])('is silent, as %s', (_case, found, overrides) => {
    expect(inspect(found, overrides)).toBeUndefined();
  });

  it('is silent where nothing is in parallel, and on failures', () => {
    const facts = someFacts({ parallelUse: () => ABROAD });

    expect(parallelUse.inspect(aFoldEvent(), someFacts(), options)).toBeUndefined();
    expect(parallelUse.inspect(aFoldEvent({ outcome: 'failure' }), facts, options)).toBeUndefined();
  });
});
