import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../kernel/clock.js';
import { canaryState } from './canary.js';

const NOW = Date.UTC(2026, 10, 23, 8);
const POLICY = { canary: { size: 2, watchMinutes: 30 } };
const applied = (minutesAgo: number) => ({
  status: 'applied' as const,
  finishedAt: NOW - minutesAgo * MINUTE_MS,
});

describe('a canary batch', () => {
  it('lets everything through where there is none', () => {
    const none = { canary: { size: 0, watchMinutes: 30 } };

    expect(canaryState(none, [], NOW)).toEqual({ kind: 'open' });
  });

  it('takes as many as it has room for', () => {
    expect(canaryState(POLICY, [applied(1)], NOW)).toEqual({ kind: 'filling', left: 1 });
  });

  it('is watched while one is under way, and for its minutes afterwards', () => {
    expect(canaryState(POLICY, [applied(1), { status: 'running' }], NOW)).toEqual({
      kind: 'watched',
    });
    expect(canaryState(POLICY, [applied(31), applied(29)], NOW)).toEqual({
      kind: 'watched',
      until: NOW + MINUTE_MS,
    });
  });

  it('opens the way when its time is over', () => {
    expect(canaryState(POLICY, [applied(31), applied(30)], NOW)).toEqual({ kind: 'open' });
  });

  it.each(['failed', 'refused', 'undone', 'cancelled'] as const)(
    'closes it when one is %s',
    (status) => {
      expect(canaryState(POLICY, [applied(60), { status }], NOW)).toEqual({ kind: 'broken' });
    },
  );
});
