import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headOf, isGzipped, type LogSlice, logSlices } from './log-slices.js';

async function gathered(slices: AsyncIterable<LogSlice>): Promise<LogSlice[]> {
  const all: LogSlice[] = [];
  for await (const slice of slices) all.push(slice);
  return all;
}

describe('slices of a log', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'authwarden-slices-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function fileOf(text: string, isCompressed: boolean): Promise<string> {
    const file = join(directory, 'log');
    await writeFile(file, isCompressed ? gzipSync(text) : text);
    return file;
  }

  it('are the whole log, each but the last ends with a line, and any run can go on from any of them', async () => {
    const anyLog = fc.array(fc.stringMatching(/^[a-z]{0,30}$/), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(anyLog, fc.boolean(), fc.nat(99), async (lines, isCompressed, size) => {
        const text = lines.join('\n');
        const file = await fileOf(text, isCompressed);

        const slices = await gathered(logSlices(file, isCompressed, 0, size));

        expect(slices.map(({ bytes }) => String(bytes)).join('')).toBe(text);
        for (const { bytes } of slices.slice(0, -1)) expect(String(bytes)).toMatch(/\n$/);
        for (const { end } of slices) {
          const rest = await gathered(logSlices(file, isCompressed, end, size));
          expect(rest.map(({ bytes }) => String(bytes)).join('')).toBe(text.slice(end));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('fail when the file is no gzip after all', async () => {
    const file = await fileOf('plain', false);
    await expect(gathered(logSlices(file, true, 0, 10))).rejects.toThrow();
  });

  it('tell gzip by its first bytes', async () => {
    expect(isGzipped(await headOf(await fileOf('x', true), 8))).toBe(true);
    expect(isGzipped(await headOf(await fileOf('', false), 8))).toBe(false);
  });
});
