import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { breachListCommand } from './breach-list-command.js';
import { linesOf } from './breach-lines.builder.js';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'breach-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function run(...args: readonly string[]) {
  const results: string[] = [];
  const said: string[] = [];
  const code = await breachListCommand(
    args,
    { BREACH_LIST_DIR: join(home, 'lists') },
    { result: (line) => results.push(line), say: (line) => said.push(line) },
    new AbortController().signal,
  );
  return { code, result: results.map((line) => JSON.parse(line))[0], said: said.join('\n') };
}

describe('the command breach-list', { timeout: 60_000 }, () => {
  it('imports a file, finds out what it holds, and tells how far it is', async () => {
    const file = join(home, 'list.txt');
    await writeFile(file, linesOf({ alpha: 1 }).join('\n'));

    const before = await run('status');
    const imported = await run('import', file);
    const after = await run('status');

    expect(before.result).toEqual({ lists: [] });
    expect(imported).toMatchObject({
      code: 0,
      result: { algorithm: 'sha1', generation: 1, entries: 3, lines: 3, isResumed: false },
    });
    expect(imported.said).toContain('100 % read');
    expect(after.result.lists).toMatchObject([{ algorithm: 'sha1', entries: 3 }]);
  });

  it.each([
    ['a file of another kind', 'NTLM please', ['--algorithm', 'ntlm'], 1, 'holds no lines'],
    ['what is no list', 'nothing', [], 1, 'holds no lines'],
    ['an option that it has not', '', ['--force'], 1, "Unknown option '--force'"],
    ['a share that is none', '', ['--max-drop', '7'], 2, 'usage'],
  ])('refuses %s', async (_what, text, options, code, message) => {
    const file = join(home, 'list.txt');
    await writeFile(file, text);

    const { code: ended, said } = await run('import', file, ...options);

    expect(ended).toBe(code);
    expect(said).toContain(message);
  });

  it('says how it is used', async () => {
    expect((await run()).said).toContain('usage');
  });
});
