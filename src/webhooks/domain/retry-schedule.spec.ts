import { describe, expect, it } from 'vitest';
import { afterAttempt, RETRY_WAITS_MS } from './retry-schedule.js';

describe('the schedule of a message', () => {
  it.each([200, 202, 204])('is over at %d', (status) => {
    expect(afterAttempt({ kind: 'answered', status }, 1)).toEqual({ status: 'delivered' });
  });

  it.each([301, 307, 400, 404, 429, 500, 503])('goes on after %d', (status) => {
    expect(afterAttempt({ kind: 'answered', status }, 1)).toMatchObject({
      status: 'waiting',
      afterMs: 5_000,
    });
  });

  it('ends the webhook at 410', () => {
    expect(afterAttempt({ kind: 'answered', status: 410 }, 1)).toMatchObject({
      status: 'failed',
      disable: true,
    });
  });

  it('waits longer each time, and gives up after ten attempts', () => {
    const waits = RETRY_WAITS_MS.map((_, n) =>
      afterAttempt({ kind: 'unreachable', reason: 'ECONNREFUSED' }, n + 1),
    );

    expect(waits.map((after) => ('afterMs' in after ? after.afterMs : 0))).toEqual(RETRY_WAITS_MS);
    expect(
      afterAttempt({ kind: 'unreachable', reason: 'x' }, RETRY_WAITS_MS.length + 1).status,
    ).toBe('failed');
  });

  it('does not try a target again that nothing is sent to', () => {
    expect(afterAttempt({ kind: 'refused', reason: 'private' }, 1)).toMatchObject({
      status: 'failed',
      disable: false,
    });
  });
});
