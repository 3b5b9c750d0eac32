import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../kernel/clock.js';
import { isWorthEmitting } from './emission.js';

describe('emitting a signal', () => {
  const earlier = { confidence: 0.5, at: 0 };

  it.each([
    ['the first of its detector', undefined, 0.1, 0],
    ['a tenth stronger than the one before', earlier, 0.56, 1],
    ['weaker, but the one before is older than six hours', earlier, 0.1, 6 * HOUR_MS + 1],
  ])('happens when it is %s', (_case, before, confidence, at) => {
    expect(isWorthEmitting(before, confidence, at)).toBe(true);
  });

  it.each([
    ['hardly stronger than the one before', earlier, 0.54, 1],
    ['weaker than the one before', earlier, 0.3, 6 * HOUR_MS],
    ['without confidence', undefined, 0, 0],
  ])('does not happen when it is %s', (_case, before, confidence, at) => {
    expect(isWorthEmitting(before, confidence, at)).toBe(false);
  });
});
