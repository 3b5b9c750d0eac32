import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../kernel/clock.js';
import { campaignsOf, type Cluster } from './campaigns.js';
import { aFootprint, STORY_START } from './footprint.builder.js';
import type { Footprint } from './footprint.js';

/** Mulberry32: the same numbers for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Accounts in which a botnet of so many networks signs in `uses` times each. */
function aBotnet(
  name: string,
  accounts: number,
  {
    networks = 2_000,
    uses = 40,
    country = 'BR',
    prefix = 10,
    detectors = ['distributed-sign-ins'],
  },
): Footprint[] {
  const draw = numbers(name.length * 7_919 + prefix);
  return Array.from({ length: accounts }, (_, account) =>
    aFootprint(
      `${name}${account}`,
      Array.from({ length: uses }, () => {
        const network = draw(networks);
        return `${prefix}.${network >> 8}.${network & 255}.${1 + draw(250)}`;
      }),
      { country, detectors, last: STORY_START + DAY_MS / 4 },
    ),
  );
}

const names = (clusters: readonly Cluster[]) =>
  clusters.map(({ members }) => members.map(({ accountId }) => accountId).sort());

describe('campaigns', () => {
  it.each([300, 2_000, 9_000, 60_000])(
    'are one for the accounts of one botnet, though it stands in %i networks',
    (networks) => {
      for (const prefix of [10, 20, 30, 40, 50, 60]) {
        const clusters = campaignsOf(aBotnet('a', 20, { networks, prefix }));

        expect(names(clusters).map((members) => members.length)).toEqual([20]);
      }
    },
  );

  it('are two for two botnets at the same time that behave the same', () => {
    const clusters = campaignsOf([
      ...aBotnet('a', 12, { networks: 1_000, prefix: 10 }),
      ...aBotnet('b', 9, { networks: 1_000, prefix: 11 }),
    ]);

    expect(
      names(clusters)
        .map((members) => members.map((name) => name.charAt(0)).join(''))
        .sort(),
    ).toEqual(['a'.repeat(12), 'b'.repeat(9)]);
  });

  it('are two for a botnet and one intruder who reads mail from his own machine', () => {
    const reader = aFootprint('reader', ['203.0.113.9'], {
      country: 'DE',
      detectors: ['new-country'],
    });

    const clusters = campaignsOf([...aBotnet('a', 5, {}), reader]);

    expect(names(clusters)).toContainEqual(['reader']);
  });

  it('are one for all the accounts that one machine got into', () => {
    const victims = ['x', 'y', 'z'].map((name) => aFootprint(name, ['198.51.100.7']));

    expect(names(campaignsOf(victims))).toEqual([['x', 'y', 'z']]);
  });

  it('are two for two machines that each got into one account', () => {
    const clusters = campaignsOf([
      aFootprint('x', ['198.51.100.7']),
      aFootprint('y', ['203.0.113.7']),
    ]);

    expect(clusters).toHaveLength(2);
  });

  it('are two for machines of the same networks that come a month apart', () => {
    const early = aBotnet('a', 3, { networks: 20_000, uses: 10 });
    const late = aBotnet('b', 3, { networks: 20_000, uses: 10, prefix: 11 }).map((footprint) => ({
      ...footprint,
      first: footprint.first + 30 * DAY_MS,
      last: footprint.last + 30 * DAY_MS,
    }));

    for (const members of names(campaignsOf([...early, ...late])))
      expect(new Set(members.map((name) => name.charAt(0))).size).toBe(1);
  });

  it('keep what is settled together', () => {
    const clusters = campaignsOf(
      [aFootprint('x', ['198.51.100.7']), aFootprint('y', ['203.0.113.7'])],
      [['x', 'y']],
    );

    expect(names(clusters)).toEqual([['x', 'y']]);
  });

  it('are the same in whatever order the accounts come, and have each account once', () => {
    const all = [
      ...aBotnet('a', 6, { networks: 500, uses: 12 }),
      ...aBotnet('b', 5, { networks: 500, uses: 12, prefix: 11, country: 'VN' }),
      aFootprint('x', ['198.51.100.7']),
    ];
    const expected = names(campaignsOf(all));

    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(names(campaignsOf(shuffled))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
    expect(expected.flat().sort()).toEqual(all.map(({ accountId }) => accountId).sort());
  });
});
