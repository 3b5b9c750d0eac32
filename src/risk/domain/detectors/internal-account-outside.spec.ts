import { describe, expect, it } from 'vitest';
import { someFacts } from '../facts.builder.js';
import { aFoldEvent } from '../fold-event.builder.js';
import { internalAccountOutside } from './internal-account-outside.js';

const options = internalAccountOutside.options.parse({});
const event = aFoldEvent({ listener: 'external' });
const facts = {
  history: () => ({ signIns: 50, days: 10 }),
  listenerUses: () => ({ internal: 40, external: 0 }),
};

describe('an internal account outside', () => {
  it('is signalled, and more so the second time', () => {
    const again = someFacts({ ...facts, listenerUses: () => ({ internal: 40, external: 1 }) });

    expect(internalAccountOutside.inspect(event, someFacts(facts), options)?.confidence).toBe(0.7);
    expect(internalAccountOutside.inspect(event, again, options)?.confidence).toBe(1);
  });

  it.each([
    ['on the internal listener', aFoldEvent({ listener: 'internal' }), {}],
    ['on a listener that nobody named', aFoldEvent({ listener: 'unknown' }), {}],
    [
      'for who is outside as a rule',
      event,
      { listenerUses: () => ({ internal: 40, external: 3 }) },
    ],
    ['for an account with little history', event, { history: () => ({ signIns: 50, days: 3 }) }],
    ['on a failure', aFoldEvent({ outcome: 'failure' }), {}],
  ])('is silent %s', (_case, silent, overrides) => {
    expect(
      internalAccountOutside.inspect(silent, someFacts({ ...facts, ...overrides }), options),
    ).toBeUndefined();
  });
});
