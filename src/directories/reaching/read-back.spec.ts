import { describe, expect, it } from 'vitest';
import type { DirectoryState } from '../domain/connector.js';
import { readBack } from './read-back.js';

const ACTIVE: DirectoryState = { active: true };
const LOCKED: DirectoryState = { active: false };

/** Answers what is given, one after the other, and the last one again and again. */
function reading(...states: readonly (DirectoryState | undefined)[]) {
  let readings = 0;
  return {
    read: () => {
      const state = states[Math.min(readings, states.length - 1)];
      readings += 1;
      return Promise.resolve(state && { state });
    },
    readings: () => readings,
  };
}

const isLocked = ({ state }: { state: DirectoryState }) => !state.active;

describe('reading back what was done', () => {
  it('reads once where the change shows at once', async () => {
    const { read, readings } = reading(LOCKED);

    const outcome = await readBack(ACTIVE, read, isLocked);

    expect(outcome).toEqual({ kind: 'applied', before: ACTIVE, after: LOCKED });
    expect(readings()).toBe(1);
  });

  it('waits for a replica that lags', async () => {
    const { read, readings } = reading(ACTIVE, undefined, ACTIVE, LOCKED);

    const outcome = await readBack(ACTIVE, read, isLocked, [1, 1, 1]);

    expect(outcome.kind).toBe('applied');
    expect(readings()).toBe(4);
  });

  it('says that it may be asked again where the change never shows', async () => {
    const outcome = await readBack(ACTIVE, reading(ACTIVE).read, isLocked, [1, 1]);

    expect(outcome).toMatchObject({ kind: 'unavailable', before: ACTIVE, after: ACTIVE });
  });

  it('knows no state of an account that is gone meanwhile', async () => {
    const outcome = await readBack(ACTIVE, reading(undefined).read, isLocked, []);

    expect(outcome).not.toHaveProperty('after');
  });
});
