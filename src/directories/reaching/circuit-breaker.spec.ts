import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.js';
import { DirectoryFault, type FaultKind } from './directory-fault.js';

function aDatabase() {
  const clock = { at: 0, now: () => new Date(clock.at) };
  const breaker = new CircuitBreaker(clock);
  let asked = 0;
  const fail = (kind: FaultKind) =>
    breaker.run(() => {
      asked++;
      return Promise.reject(new DirectoryFault(kind, kind));
    });
  return { clock, breaker, fail, asked: () => asked };
}

describe('the circuit breaker', () => {
  it('leaves a database alone for five minutes after wrong credentials', async () => {
    const { clock, fail, asked } = aDatabase();

    await expect(fail('credentials')).rejects.toThrow('credentials');
    clock.at = 299_999;
    await expect(fail('credentials')).rejects.toThrow('credentials');
    expect(asked()).toBe(1);

    clock.at = 300_000;
    await expect(fail('credentials')).rejects.toThrow('credentials');
    expect(asked()).toBe(2);
  });

  it('asks once when many ask at once and nothing has succeeded yet', async () => {
    const { fail, asked } = aDatabase();

    const all = await Promise.allSettled(Array.from({ length: 8 }, () => fail('credentials')));

    expect(all.every(({ status }) => status === 'rejected')).toBe(true);
    expect(asked()).toBe(1);
  });

  it.each(['refused', 'busy', 'aborted'] as const)(
    'stays closed when a call is %s',
    async (kind) => {
      const { fail, asked } = aDatabase();

      await expect(fail(kind)).rejects.toThrow(kind);
      await expect(fail(kind)).rejects.toThrow(kind);

      expect(asked()).toBe(2);
    },
  );

  it('lets calls through side by side once one has succeeded', async () => {
    const { breaker } = aDatabase();
    await breaker.run(() => Promise.resolve());
    let release: () => void = () => undefined;
    const slow = breaker.run(() => new Promise<void>((resolve) => (release = resolve)));

    await expect(breaker.run(() => Promise.resolve('quick'))).resolves.toBe('quick');

    release();
    await slow;
  });
});
