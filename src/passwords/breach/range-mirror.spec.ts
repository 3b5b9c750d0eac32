import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rangeName } from '../domain/breach/entry.js';
import { BreachDirectory } from './breach-directory.js';
import { BreachFile } from './breach-file.js';
import { importBreachList } from './import-breach-list.js';
import { RangeMirror } from './range-mirror.js';

const RANGES = 100;
const suffix = (text: string) => createHash('sha1').update(text).digest('hex').slice(5);

let home: string;
let directory: BreachDirectory;
let server: Server;
let url: string;
/** What the mirror has for each range, by its five digits. */
let bodies: Map<string, string>;
let asked: string[];
/** The range at which it breaks down. */
let failing: string | undefined;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mirror-'));
  directory = new BreachDirectory(join(home, 'lists'));
  await directory.make();
  failing = undefined;
  asked = [];
  bodies = new Map(
    Array.from({ length: RANGES }, (_, range) => [
      rangeName(range),
      `${suffix(`${range}`)}:${range + 1}`,
    ]),
  );
  server = createServer((request, response) => {
    const name = request.url?.split('/').at(-1) ?? '';
    const body = bodies.get(name);
    const etag = `"${createHash('sha1').update(String(body)).digest('hex')}"`;
    if (name === failing) response.writeHead(500).end();
    else if (body === undefined) response.writeHead(404).end();
    else if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else {
      asked.push(name);
      response.writeHead(200, { etag }).end(body);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/range`;
});
afterEach(() => {
  server.close();
  rmSync(home, { recursive: true, force: true });
});

async function mirrored(checkpointEvery?: number) {
  const mirror = await RangeMirror.open(directory, { url, algorithm: 'sha1', ranges: RANGES });
  const report = await importBreachList(directory, {
    source: mirror.source,
    algorithm: 'sha1',
    isIncrement: mirror.isIncrement,
    gates: { maxDrop: 1, canaries: false, allowMissingRanges: true },
    now: () => new Date('2026-11-23T08:00:00Z'),
    ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
  });
  await mirror.keep(report.manifest);
  return report;
}

async function countOf(range: number, hashSuffix: string): Promise<number> {
  const manifest = await directory.manifest('sha1');
  const list = BreachFile.open(directory.filePath(manifest?.file ?? ''));
  const count = await list.count(Buffer.from(rangeName(range) + hashSuffix, 'hex'));
  list.retire();
  return count;
}

describe('a mirror of ranges', { timeout: 60_000 }, () => {
  it('gives the whole list first, and later only the ranges that have changed', async () => {
    const first = await mirrored();
    const all = asked.splice(0);
    bodies.set(rangeName(7), `${suffix('new')}:9`);
    const second = await mirrored();

    expect(first.manifest.entries).toBe(RANGES);
    expect(all).toHaveLength(RANGES);
    expect(asked).toEqual([rangeName(7)]);
    expect(second.manifest).toMatchObject({ generation: 2, entries: RANGES, changedRanges: 1 });
    expect(await countOf(7, suffix('new'))).toBe(9);
    expect(await countOf(7, suffix('7'))).toBe(0);
    expect(await countOf(8, suffix('8'))).toBe(9);
  });

  it('is gone on with from the last checkpoint after it broke down', async () => {
    failing = rangeName(90);
    await expect(mirrored(10)).rejects.toThrow('range 0005A: it answers 500');
    asked.splice(0);
    failing = undefined;

    const report = await mirrored(10);

    expect(report).toMatchObject({ isResumed: true, lines: RANGES });
    expect(asked.length).toBeLessThan(RANGES / 2);
  });

  it('changes nothing with a line that isn’t understood', async () => {
    await mirrored();
    bodies.set(rangeName(3), 'nonsense');

    await expect(mirrored()).rejects.toThrow('range 00003');

    expect(await directory.manifest('sha1')).toMatchObject({ generation: 1, entries: RANGES });
  });

  it('is read as a whole where the list in use came from elsewhere', async () => {
    await mirrored();
    asked.splice(0);
    rmSync(join(home, 'lists', 'sha1.etags'));

    await mirrored();

    expect(asked).toHaveLength(RANGES);
  });
});
