import { randomFillSync } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BreachDirectory } from '../../src/passwords/breach/breach-directory.js';
import { BreachFile } from '../../src/passwords/breach/breach-file.js';
import { sourceAt } from '../../src/passwords/breach/hash-source.js';
import { importBreachList } from '../../src/passwords/breach/import-breach-list.js';
import { CANARIES } from '../../src/passwords/domain/breach/algorithm.js';
import { RANGES, rangeName } from '../../src/passwords/domain/breach/entry.js';
import { DEFAULT_GATES } from '../../src/passwords/domain/breach/quality-gates.js';
import { countArgument } from '../measure/count-argument.js';

const ENTRIES = countArgument('npm run bench:breach-list -- [ENTRIES]', 10_000_000);
const LOOKUPS = 2_000_000;
const ASYNC_LOOKUPS = 100_000;
const SAMPLED = 100_000;
const DIGEST_BYTES = 20;

process.stdout.write(`${JSON.stringify(await run())}\n`);

/** Builds a list of random SHA-1 digests from text, as it would be downloaded, and searches it. */
async function run() {
  const home = await mkdtemp(join(tmpdir(), 'authwarden-breach-'));
  try {
    const text = join(home, 'list.txt');
    const sample = await writeList(text);
    const directory = new BreachDirectory(join(home, 'lists'));
    const begun = performance.now();
    const { manifest } = await importBreachList(directory, {
      source: await sourceAt(text),
      algorithm: 'sha1',
      isIncrement: false,
      gates: DEFAULT_GATES,
      now: () => new Date(),
    });
    const importSeconds = (performance.now() - begun) / 1_000;
    const list = BreachFile.open(directory.filePath(manifest.file));
    const memoryBefore = process.memoryUsage.rss();
    const searched = search(list, sample);
    const asynchronous = await searchAsync(list, sample);
    const report = {
      bench: 'breach-list',
      entries: manifest.entries,
      textBytes: (await stat(text)).size,
      listBytes: manifest.bytes,
      bytesPerEntry: Math.round((manifest.bytes / manifest.entries) * 100) / 100,
      importSeconds: Math.round(importSeconds * 10) / 10,
      linesPerSecond: Math.round(manifest.entries / importSeconds),
      ...searched,
      ...asynchronous,
      memoryGrowthMiB: Math.round((process.memoryUsage.rss() - memoryBefore) / (1 << 20)),
    };
    list.retire();
    return report;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** @returns some digests of the list */
async function writeList(path: string): Promise<Buffer> {
  const sample = Buffer.alloc(SAMPLED * DIGEST_BYTES);
  let sampled = 0;
  await pipeline(lines, createWriteStream(path));
  return sample.subarray(0, sampled * DIGEST_BYTES);

  function* lines(): Generator<string> {
    const canaries = CANARIES.sha1.map((digest) => `${digest}:1000`);
    const perRange = ENTRIES / RANGES;
    const every = Math.max(1, Math.floor(ENTRIES / SAMPLED));
    let made = 0;
    const random = Buffer.alloc(18);
    for (let range = 0; range < RANGES; range += 1) {
      const name = rangeName(range);
      const inRange = canaries.filter((line) => line.startsWith(name));
      while (made < perRange * (range + 1)) {
        const digest = name + randomFillSync(random).toString('hex').slice(1).toUpperCase();
        inRange.push(`${digest}:${1 + (made % 300)}`);
        if (made % every === 0 && sampled < SAMPLED) {
          sample.write(digest, sampled * DIGEST_BYTES, 'hex');
          sampled += 1;
        }
        made += 1;
      }
      if (inRange.length > 0) yield `${inRange.toSorted().join('\n')}\n`;
    }
  }
}

/** Half of what is asked is in the list, in random order. */
function search(list: BreachFile, sample: Buffer) {
  const questions = questionsOf(sample);
  let found = 0;
  const begun = performance.now();
  for (let n = 0; n < LOOKUPS; n += 1) if (list.countSync(questions(n)) > 0) found += 1;
  const seconds = (performance.now() - begun) / 1_000;
  return { lookups: LOOKUPS, found, lookupsPerSecond: Math.round(LOOKUPS / seconds) };
}

async function searchAsync(list: BreachFile, sample: Buffer) {
  const questions = questionsOf(sample);
  const begun = performance.now();
  for (let n = 0; n < ASYNC_LOOKUPS; n += 1) await list.count(questions(n));
  const seconds = (performance.now() - begun) / 1_000;
  return { lookupsPerSecondOneByOne: Math.round(ASYNC_LOOKUPS / seconds) };
}

function questionsOf(sample: Buffer): (n: number) => Uint8Array {
  const strangers = randomFillSync(Buffer.alloc(sample.length));
  const count = sample.length / DIGEST_BYTES;
  return (n) => {
    const at = Math.floor(Math.random() * count) * DIGEST_BYTES;
    return (n % 2 === 0 ? sample : strangers).subarray(at, at + DIGEST_BYTES);
  };
}
