import { describe, expect, it } from 'vitest';
import { ParseTurns } from './parse-turns.js';

/** What a promise is after everything that can happen at once has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  await new Promise(setImmediate);
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe('turns at parsing', () => {
  it('are given one at a time, in the order of asking', async () => {
    const turns = new ParseTurns(() => true);
    const end = await turns.take(1);
    const second = turns.take(1);
    const third = turns.take(1);
    expect(await isSettled(second)).toBe(false);
    end();
    (await second)();
    expect(await isSettled(third)).toBe(true);
  });

  it('wait for room', async () => {
    let hasRoom = false;
    const turns = new ParseTurns(() => hasRoom);
    const first = turns.take(1);
    turns.roomMade();
    expect(await isSettled(first)).toBe(false);
    hasRoom = true;
    turns.roomMade();
    expect(await isSettled(first)).toBe(true);
  });

  it('are refused when too many bytes wait', async () => {
    const turns = new ParseTurns(() => false);
    void turns.take(60 << 20);
    await expect(turns.take(5 << 20)).rejects.toMatchObject({ code: 'overloaded' });
  });
});
