import { describe, expect, it } from 'vitest';
import { Inbound, inboundStep } from './inbound.js';

describe('what follows when a ticket is ended in the helpdesk', () => {
  it('is nothing, unless somebody said so', () => {
    const inbound = Inbound.parse(undefined);

    expect(inboundStep(inbound, 'resolved')).toBe('nothing');
    expect(inboundStep(inbound, 'rejected')).toBe('nothing');
  });

  it.each([
    ['resolved', 'approve'],
    ['rejected', 'reject'],
    ['open', 'nothing'],
    ['missing', 'nothing'],
  ] as const)('of a ticket that is %s is: %s', (state, step) => {
    const inbound = Inbound.parse({ whenResolved: 'approve', whenRejected: 'reject' });

    expect(inboundStep(inbound, state)).toBe(step);
  });
});
