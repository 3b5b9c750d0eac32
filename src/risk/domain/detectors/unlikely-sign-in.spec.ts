import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { unlikelySignIn } from './unlikely-sign-in.js';

const options = unlikelySignIn.options.parse({});
const facts = { history: () => ({ signIns: 50, days: 10 }), likelihood: () => 1_000 };

describe('an unlikely sign-in', () => {
  it('is signalled, the more so the higher the ratio', () => {
    const less = someFacts({ ...facts, likelihood: () => 10 });

    expect(unlikelySignIn.inspect(aFoldEvent(), someFacts(facts), options)?.confidence).toBe(1);
    expect(unlikelySignIn.inspect(aFoldEvent(), less, options)?.confidence).toBeCloseTo(1 / 3);
  });

  it.each([
    ['at a network that is known', { isKnownNetwork: () => true }],
    ['while the site is not known', { likelihood: () => undefined }],
    ['for an account without history', { history: () => ({ signIns: 5, days: 2 }) }],
    ['on a ratio that is as good as even', { likelihood: () => 0.5 }],
  ])('is silent %s', (_case, overrides) => {
    const silent = someFacts({ ...facts, ...overrides });

    expect(unlikelySignIn.inspect(aFoldEvent(), silent, options)).toBeUndefined();
  });
});
