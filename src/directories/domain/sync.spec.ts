import { describe, expect, it } from 'vitest';
import { mayBeIncremental, isUnderWay, type Sync } from './sync.js';

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

describe('mayBeIncremental', () => {
  const after = (hours: number) => ({
    syncCursor: 'here',
    syncedAt: new Date(NOW.getTime() - hours * 3_600_000),
  });

  it('asks for everything once a day, unless told otherwise', () => {
    expect(mayBeIncremental('auto', after(23), NOW)).toBe(true);
    expect(mayBeIncremental('auto', after(24), NOW)).toBe(false);
    expect(mayBeIncremental('incremental', after(48), NOW)).toBe(true);
    expect(mayBeIncremental('full', after(1), NOW)).toBe(false);
  });

  it('asks for everything where nothing was ever taken over', () => {
    expect(mayBeIncremental('auto', {}, NOW)).toBe(false);
    expect(mayBeIncremental('incremental', { syncedAt: NOW }, NOW)).toBe(false);
  });
});
