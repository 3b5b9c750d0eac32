import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_GATES } from '../domain/breach/quality-gates.js';
import { BreachDirectory } from './breach-directory.js';
import { BreachFile } from './breach-file.js';
import { linesOf, sha1Of } from './breach-lines.builder.js';
import { type HashSource, sourceAt, sourceOf } from './hash-source.js';
import { type BreachImport, importBreachList } from './import-breach-list.js';

let home: string;
let directory: BreachDirectory;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'breach-'));
  directory = new BreachDirectory(join(home, 'lists'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function anImport(source: HashSource, overrides: Partial<BreachImport> = {}): BreachImport {
  return {
    source,
    algorithm: 'sha1',
    isIncrement: false,
    gates: DEFAULT_GATES,
    now: () => new Date('2026-11-23T08:00:00Z'),
    ...overrides,
  };
}

/** A request that sends this text in pieces of so many bytes. */
function sent(text: string, piece = 7): HashSource {
  const bytes = Buffer.from(text);
  return sourceOf(
    (async function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    })(),
  );
}

async function countsOf(...passwords: readonly string[]): Promise<number[]> {
  const manifest = await directory.manifest('sha1');
  const list = BreachFile.open(directory.filePath(manifest?.file ?? ''));
  const digests = passwords.map((one) => createHash('sha1').update(one).digest());
  const counts = await Promise.all(digests.map((digest) => list.count(digest)));
  expect(digests.map((digest) => list.countSync(digest))).toEqual(counts);
  list.retire();
  return counts;
}

// Each import writes an index of 4 MiB; a busy machine takes a while over several.
describe('the import of a breach list', { timeout: 60_000 }, () => {
  it('takes a sorted file, whatever its line ends', async () => {
    const file = join(home, 'list.txt');
    await writeFile(file, linesOf({ alpha: 1, beta: 127, gamma: 5_000 }).join('\r\n'));

    const report = await importBreachList(directory, anImport(await sourceAt(file)));

    expect(report).toMatchObject({
      lines: 5,
      ignored: 0,
      merged: 0,
      isResumed: false,
      manifest: { algorithm: 'sha1', generation: 1, entries: 5, changedRanges: 1_048_576 },
    });
    expect(await countsOf('alpha', 'beta', 'delta')).toEqual([1, 127, 0]);
    const [gamma = 0] = await countsOf('gamma');
    expect(gamma).toBeGreaterThan(5_000 * 0.84);
    expect(gamma).toBeLessThanOrEqual(5_000);
  });

  it('finds what was put in and nothing else, however the bytes were cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ maxLength: 12 }), fc.integer({ min: 1, max: 127 }), {
          maxKeys: 60,
          noNullPrototype: true,
        }),
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.string({ maxLength: 12 }), { maxLength: 20 }),
        async (counts, piece, others) => {
          const gates = { ...DEFAULT_GATES, maxDrop: 1 };
          const source = sent(linesOf(counts).join('\n'), piece);
          await importBreachList(directory, anImport(source, { gates }));

          const asked = [...Object.keys(counts), ...others].filter(
            (one) => !['password', '123456'].includes(one),
          );

          expect(await countsOf(...asked)).toEqual(
            asked.map((one) => (Object.hasOwn(counts, one) ? counts[one] : 0)),
          );
        },
      ),
      { numRuns: 6 },
    );
  });

  it('takes a directory of range files as an increment, and says what changed', async () => {
    await importBreachList(directory, anImport(sent(linesOf({ alpha: 1, beta: 2 }).join('\n'))));
    const ranges = join(home, 'ranges');
    await mkdir(ranges);
    const [alpha, gamma] = [sha1Of('alpha'), sha1Of('gamma')];
    await writeFile(
      join(ranges, `${alpha.slice(0, 5)}.txt`),
      `${alpha.slice(5)}:9\r\n${'F'.repeat(35)}:0\r\n`,
    );
    await writeFile(join(ranges, `${gamma.slice(0, 5)}.txt`), `${gamma.slice(5)}:3`);

    const increment = anImport(await sourceAt(ranges), { isIncrement: true });
    const { manifest, ignored } = await importBreachList(directory, increment);
    const changed = await directory.changedSince(manifest, 1);
    const again = await importBreachList(directory, increment);

    expect(await countsOf('alpha', 'beta', 'gamma', 'password')).toEqual([9, 2, 3, 8_192]);
    expect([ignored, manifest.entries, manifest.changedRanges]).toEqual([1, 5, 2]);
    expect([changed?.size, changed?.has(Number.parseInt(gamma.slice(0, 5), 16))]).toEqual([
      2,
      true,
    ]);
    expect(again.manifest.changedRanges).toBe(0);
    expect((await directory.changedSince(again.manifest, 1))?.size).toBe(2);
    expect((await readdir(directory.path)).sort()).toEqual([
      'sha1.1.changes',
      'sha1.2.changes',
      'sha1.3.breach',
      'sha1.3.changes',
      'sha1.json',
    ]);
  });

  it.each([
    [
      'a hash of the other kind',
      ['8846F7EAEE8FB117AD06BDD830B7586C:1'],
      'line 3: its hash is too short',
    ],
    ['no hash', ['password:1'], 'line 3: it holds no hexadecimal digits where a hash should be'],
    ['no count', ['F'.repeat(40)], 'line 3: it has no count'],
    [
      'a count that is none',
      [`${'F'.repeat(40)}:1e9`],
      'line 3: its count is no number below 2^40',
    ],
    ['a hash that is too long', [`${'F'.repeat(41)}:1`], 'line 3: its hash is too long'],
    ['disorder', ['0'.repeat(40).concat(':1')], 'not in order'],
    [
      'disorder in a range',
      [`FFFFF${'2'.repeat(35)}:1`, `FFFFF${'1'.repeat(35)}:1`],
      'not in order',
    ],
  ])('refuses a list with %s and keeps the one in use', async (_what, wrong, message) => {
    await importBreachList(directory, anImport(sent(linesOf({ alpha: 1 }).join('\n'))));

    const wronged = [...linesOf({}), ...wrong].join('\n');

    await expect(importBreachList(directory, anImport(sent(wronged)))).rejects.toThrow(message);
    expect(await countsOf('alpha')).toEqual([1]);
    expect((await readdir(directory.path)).sort()).toEqual([
      'sha1.1.breach',
      'sha1.1.changes',
      'sha1.json',
    ]);
  });

  it.each([
    ['is empty', '', 'empty'],
    ['lacks what every list has', `${sha1Of('alpha')}:1`, 'every such list has'],
    ['has shrunk', linesOf({}).join('\n'), 'the list in use has 12'],
  ])('keeps the gates shut for one that %s', async (_what, text, message) => {
    const ten = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`p${n}`, 1]));
    await importBreachList(directory, anImport(sent(linesOf(ten).join('\n'))));

    await expect(importBreachList(directory, anImport(sent(text)))).rejects.toThrow(message);
    expect((await directory.manifest('sha1'))?.generation).toBe(1);
  });

  it('refuses a directory that lacks ranges, and an increment of nothing', async () => {
    const ranges = join(home, 'ranges');
    await mkdir(ranges);
    await writeFile(join(ranges, '00000.txt'), `${'A'.repeat(35)}:1`);
    const source = await sourceAt(ranges);

    await expect(importBreachList(directory, anImport(source))).rejects.toThrow('1048575 ranges');
    await expect(
      importBreachList(directory, anImport(source, { isIncrement: true })),
    ).rejects.toThrow('no list yet');
  });

  it('goes on where it was interrupted', async () => {
    const counts = Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [`p${n}`, 1 + (n % 99)]),
    );
    const file = join(home, 'list.txt');
    await writeFile(file, linesOf(counts).join('\n'));
    const interrupted = new AbortController();
    const whole = await sourceAt(file);
    /** In small pieces, so that there are checkpoints; the operator loses patience half-way. */
    const pieces = (from: number[]): HashSource => ({
      ...whole,
      async *read(start) {
        from.push(start);
        for await (const { bytes } of whole.read(start))
          for (let at = 0; at < bytes.length; at += 1_000) {
            if (start + at > (whole.total ?? 0) / 2 && from.length === 1)
              interrupted.abort(new Error('stopped'));
            yield { bytes: bytes.subarray(at, at + 1_000) };
          }
      },
    });
    const begun: number[] = [];
    const options = { checkpointEvery: 1_000 };

    await expect(
      importBreachList(
        directory,
        anImport(pieces(begun), { ...options, abort: interrupted.signal }),
      ),
    ).rejects.toThrow('stopped');
    const report = await importBreachList(directory, anImport(pieces(begun), options));

    expect(begun[1]).toBeGreaterThan((whole.total ?? 0) / 4);
    expect(report).toMatchObject({ isResumed: true, lines: 402, manifest: { entries: 402 } });
    expect(await countsOf(...Object.keys(counts))).toEqual(Object.values(counts));
  });

  it('lets nobody else import the same list at the same time', async () => {
    await directory.make();
    const lock = directory.lock('sha1');

    await expect(
      importBreachList(directory, anImport(sent(linesOf({}).join('\n')))),
    ).rejects.toThrow('is importing');
    lock.release();
  });
});

describe('a breach list on disk', { timeout: 60_000 }, () => {
  it('is refused when it is not whole', async () => {
    await importBreachList(directory, anImport(sent(linesOf({ alpha: 1 }).join('\n'))));
    const file = directory.filePath('sha1.1.breach');
    const cut = join(home, 'cut');
    const bytes = await readFile(file);
    await writeFile(cut, bytes.subarray(0, -1));
    expect(() => BreachFile.open(cut)).toThrow('not whole');
    await writeFile(
      cut,
      'something else entirely, which is long enough to hold a header of sixty-four',
    );
    expect(() => BreachFile.open(cut)).toThrow('no breach list');
  });
});
