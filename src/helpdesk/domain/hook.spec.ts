import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticketAt } from './hook.js';

describe('the ticket that a message is about', () => {
  const ticketIn = ticketAt(['ticket', 'id'], ['issue', 'key']);

  it.each([
    [{ ticket: 'AW-7K2M9QXH4BTC' }, 'AW-7K2M9QXH4BTC'],
    [{ ticket: 42 }, '42'],
    [{ ticket: { id: 42, number: '61042' } }, '42'],
    [{ issue: { key: 'SEC-42' } }, 'SEC-42'],
    [{ event: 'ping' }, undefined],
    [{ ticket: { id: 'x'.repeat(300) } }, undefined],
    [[], undefined],
    ['AW-7K2M9QXH4BTC', undefined],
    [null, undefined],
  ])('in %j is %s', (payload, ticket) => {
    expect(ticketIn(payload)).toBe(ticket);
  });

  it('is a text or nothing, whatever the message is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        expect(['string', 'undefined']).toContain(typeof ticketIn(payload));
      }),
    );
  });
});
