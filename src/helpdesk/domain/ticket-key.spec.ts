import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteRef, ticketKey } from './ticket-key.js';

const subject = fc.record({
  kind: fc.constantFrom('account' as const, 'incident' as const),
  id: fc.uuid(),
  epoch: fc.integer({ min: 1, max: 1_000 }),
});

describe('ticket key', () => {
  it('is the same for the same subject, and another one for another', () => {
    fc.assert(
      fc.property(subject, subject, (a, b) => {
        const isSame = a.kind === b.kind && a.id === b.id && a.epoch === b.epoch;

        expect(ticketKey(a)).toBe(ticketKey({ ...a }));
        expect(ticketKey(a) === ticketKey(b)).toBe(isSame);
      }),
    );
  });

  it('can be read out on the phone and put into a search without quoting', () => {
    fc.assert(
      fc.property(subject, (about) => {
        expect(ticketKey(about)).toMatch(/^AW-[2-9A-HJ-NP-Z]{12}$/);
      }),
    );
  });

  it('names notes by what they tell', () => {
    expect(noteRef(['a', 'b'])).toBe(noteRef(['a', 'b']));
    expect(noteRef(['a', 'b'])).not.toBe(noteRef(['b', 'a']));
  });
});
