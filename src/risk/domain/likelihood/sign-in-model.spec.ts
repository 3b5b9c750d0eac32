import { describe, expect, it } from 'vitest';
import { aFoldEvent } from '../fold-event.builder.js';
import { countedKeys, isCountedAfter, modelOf } from './sign-in-model.js';

/** Counts of a site whose accounts, told apart by the last digit of their ids, sign in at networks. */
function modelWith(
  visitors: readonly {
    readonly sourceIp: string;
    readonly accounts: number;
    readonly times: number;
  }[],
) {
  const counts = new Map<string, number>();
  for (const { sourceIp, accounts, times } of visitors)
    for (let n = 0; n < accounts * times; n += 1) {
      const accountId = `0128de2c-0000-7000-8000-00000000000${(n % accounts).toString(16)}`;
      for (const key of countedKeys(aFoldEvent({ id: '0', accountId, sourceIp })))
        counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return modelOf(counts);
}

const OFFICE = { sourceIp: '192.0.2.7', accounts: 12, times: 40 };

describe('the networks that a site shares', () => {
  it('are those at which many accounts sign in', () => {
    expect(modelWith([OFFICE])?.sharedNetworks).toEqual(new Set(['192.0.2.0/24']));
  });

  it('are no house where a few sign in, however often', () => {
    const house = { sourceIp: '203.0.113.7', accounts: 4, times: 200 };

    expect(modelWith([OFFICE, house])?.sharedNetworks.has('203.0.113.0/24')).toBe(false);
  });

  it('are no street of a large site, where many sign in among very many more', () => {
    const crowd = { ...OFFICE, times: 1_000 };
    const street = { sourceIp: '203.0.113.7', accounts: 8, times: 1 };

    expect(modelWith([crowd, street])?.sharedNetworks.has('203.0.113.0/24')).toBe(false);
  });

  it('are unknown while the site is', () => {
    expect(modelWith([{ ...OFFICE, times: 2 }])).toBeUndefined();
  });

  it('are counted for a week, all else for longer', () => {
    const keys = countedKeys(aFoldEvent({ id: '0' }));

    expect(keys.filter((key) => isCountedAfter(key, 6))).toHaveLength(6);
    expect(keys.filter((key) => isCountedAfter(key, 7))).toHaveLength(5);
  });
});
