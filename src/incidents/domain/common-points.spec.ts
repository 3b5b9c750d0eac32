import { describe, expect, it } from 'vitest';
import { type Attribute, commonPoints, percent, type Traits } from './common-points.js';

const account = (traits: Partial<Record<Attribute, readonly string[]>>): Traits =>
  new Map(
    (Object.entries(traits) as [Attribute, readonly string[]][]).map(([attribute, values]) => [
      attribute,
      new Set(values),
    ]),
  );
const times = (count: number, traits: Partial<Record<Attribute, readonly string[]>>) =>
  Array.from({ length: count }, () => account(traits));

describe('the common point of compromise', () => {
  it('is the server that all of them use and few others do', () => {
    const { points } = commonPoints(times(31, { server: ['ext1'], protocol: ['smtp'] }), [
      ...times(48, { server: ['ext1'], protocol: ['smtp'] }),
      ...times(171, { server: ['int1'], protocol: ['smtp'] }),
    ]);

    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({
      attribute: 'server',
      value: 'ext1',
      membersWith: 31,
      members: 31,
      othersWith: 48,
      others: 219,
      lift: 3.16,
      sentence: '31 of 31 use ext1; 22 % of the others do.',
    });
    expect(points[0]?.pValue).toBeLessThan(1e-15);
  });

  it('counts only accounts of which the attribute is known', () => {
    const { points } = commonPoints(
      [...times(8, { unit: ['sales'] }), ...times(4, {})],
      [...times(40, { unit: ['research'] }), ...times(100, {})],
    );

    expect(points[0]?.sentence).toBe('8 of 8 are in the unit sales; 0 % of the others are.');
  });

  it('finds nothing where the accounts are like the others', () => {
    const mixed = (n: number) => [
      ...times(n, { server: ['a'], client: ['x'] }),
      ...times(n, { server: ['b'], client: ['y'] }),
    ];

    expect(commonPoints(mixed(10), mixed(100))).toEqual({ points: [], tested: 4 });
  });

  it('is not misled by one of many traits that stands out by chance', () => {
    // p is 0.007 for the one client; with forty traits tested that is nothing.
    const others = times(300, { client: ['rare-not'] });
    const members = Array.from({ length: 40 }, (_, n) =>
      account({ client: [n < 2 ? 'odd' : 'rare-not'], group: [`g${n >> 1}`] }),
    );
    const known = others.map((traits, n) => new Map(traits).set('group', new Set([`g${n % 20}`])));

    expect(commonPoints(members, known).points).toEqual([]);
  });

  it('never rounds to none or all', () => {
    expect([0, 0.001, 0.222, 0.999, 1].map(percent)).toEqual([
      '0 %',
      'less than 1 %',
      '22 %',
      'more than 99 %',
      '100 %',
    ]);
  });
});
