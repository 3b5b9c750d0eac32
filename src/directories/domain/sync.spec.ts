import { describe, expect, it } from 'vitest';
import { isUnderWay, type Sync } from './sync.js';

const NOW = new Date('2026-11-23T08:10:00Z');

function aSync(status: Sync['status'], heardAt = '2026-11-23T08:09:00.000Z'): Sync {
  const progress = { done: 0, total: 0 };
  return { id: 'sync', status, progress, requestedAt: heardAt, heardAt };
}

describe('a synchronisation', () => {
  it.each([
    [aSync('queued'), true],
    [aSync('running'), true],
    [aSync('running', '2026-11-23T08:00:00.000Z'), false],
    [aSync('done'), false],
    [aSync('failed'), false],
    [undefined, false],
  ])('%j is under way: %s', (sync, underWay) => {
    expect(isUnderWay(sync, NOW)).toBe(underWay);
  });
});
