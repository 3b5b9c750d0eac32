import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../signal.js';
import { isSettled, settle } from './settled-evidence.js';

const seen: Evidence = {
  windowHours: 24,
  distinctNetworks: 8,
  networks: ['192.0.2.0/24', '198.51.100.0/24'],
  countries: ['AE', 'IN'],
  address: '192.0.2.7',
};

const evidence: fc.Arbitrary<Evidence> = fc.dictionary(
  fc.constantFrom('network', 'countries', 'messages', 'isKnown'),
  fc.oneof(fc.string(), fc.nat(), fc.boolean(), fc.array(fc.string())),
);

describe('settled evidence', () => {
  it('covers the evidence that it was made from, whatever it was', () => {
    fc.assert(
      fc.property(fc.array(evidence, { minLength: 1, maxLength: 5 }), (evidences) => {
        const settled = settle(evidences);

        for (const one of evidences) expect(isSettled(settled, one)).toBe(true);
      }),
    );
  });

  it.each([
    ['fewer of the same networks', { networks: ['192.0.2.0/24'], distinctNetworks: 1 }],
    ['a little more of the same', { distinctNetworks: 10 }],
    ['another address of the same network', { address: '192.0.2.99' }],
  ])('covers %s', (_case, change) => {
    expect(isSettled(settle([seen]), { ...seen, ...change })).toBe(true);
  });

  it.each([
    ['another network', { networks: ['192.0.2.0/24', '203.0.113.0/24'] }],
    ['another country', { countries: ['BR'] }],
    ['many more', { distinctNetworks: 20 }],
    ['something that was never seen', { sender: 'x@example.test' }],
  ])('does not cover %s', (_case, change) => {
    expect(isSettled(settle([seen]), { ...seen, ...change })).toBe(false);
  });
});
