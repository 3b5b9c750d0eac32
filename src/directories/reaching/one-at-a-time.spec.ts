import { describe, expect, it } from 'vitest';
import { OneAtATime } from './one-at-a-time.js';

describe('OneAtATime', () => {
  it('lets acts on one account follow each other, also after one that failed', async () => {
    const queue = new OneAtATime();
    const said: string[] = [];
    const act = (name: string, fails = false) =>
      queue.run('one', async () => {
        said.push(`${name} begins`);
        await Promise.resolve();
        said.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });

    const results = await Promise.allSettled([act('a', true), act('b'), act('c')]);

    expect(said).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });

  it('doesn’t hold up acts on others', async () => {
    const queue = new OneAtATime();
    let release: (() => void) | undefined;
    const held = queue.run('one', () => new Promise<void>((resolve) => (release = resolve)));

    expect(await queue.run('other', () => Promise.resolve('done'))).toBe('done');
    release?.();
    await held;
  });
});
