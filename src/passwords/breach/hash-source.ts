import { createReadStream } from 'node:fs';
import { open, opendir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BREACH_ALGORITHMS,
  type BreachAlgorithm,
  DIGEST_DIGITS,
} from '../domain/breach/algorithm.js';
import { RANGE_DIGITS, RANGES, rangeName } from '../domain/breach/entry.js';
import { RangeSet } from '../domain/breach/range-set.js';

const CHUNK_BYTES = 1 << 20;
const MOST_RANGE_BYTES = 64 << 20;
const RANGE_FILE = /^([0-9A-Fa-f]{5})(\.txt)?$/;

/** Bytes of a source. */
export interface HashPart {
  readonly bytes: Uint8Array;
  /** The range that all of its lines belong to, and that ends with it; undefined where lines name theirs. */
  readonly range?: number;
}

/** Where the hashes of an import come from: one sorted file, a directory of range files, a request. */
export interface HashSource {
  /** Changes when the source does; undefined for one that can't be read again. */
  readonly identity: string | undefined;
  /** What is counted in `progress`: bytes, or ranges. */
  readonly total: number | undefined;
  /** Ranges that it has files for; undefined where lines name theirs. */
  readonly ranges: number | undefined;
  /** @param from bytes, or the range, to begin at */
  read(from: number): AsyncIterable<HashPart>;
}

/** Nobody gives the source just now; nothing is wrong with what was read. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable';
}

/** A file `HASH:COUNT`, ordered by hash, or a directory of files `00000.txt` to `FFFFF.txt`. */
export async function sourceAt(path: string): Promise<HashSource> {
  const { size, mtimeMs } = await stat(path);
  if ((await stat(path)).isDirectory()) return directorySource(path);
  return {
    identity: `${path} ${size} ${mtimeMs}`,
    total: size,
    ranges: undefined,
    async *read(start) {
      const stream = createReadStream(path, { start, highWaterMark: CHUNK_BYTES });
      for await (const bytes of stream) yield { bytes };
    },
  };
}

/** What somebody sends. */
export function sourceOf(body: AsyncIterable<Uint8Array>): HashSource {
  return {
    identity: undefined,
    total: undefined,
    ranges: undefined,
    async *read() {
      for await (const bytes of body) yield { bytes };
    },
  };
}

/** The algorithm of a file or directory, by the length of its first line; undefined when it is neither. */
export async function algorithmAt(path: string): Promise<BreachAlgorithm | undefined> {
  const isDirectory = (await stat(path)).isDirectory();
  const file = isDirectory ? await firstRangeFile(path) : path;
  if (file === undefined) return undefined;
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    const [hash = ''] = buffer.toString('latin1', 0, bytesRead).split(':', 1);
    const digits = hash.length + (isDirectory ? RANGE_DIGITS : 0);
    return BREACH_ALGORITHMS.find((algorithm) => DIGEST_DIGITS[algorithm] === digits);
  } finally {
    await handle.close();
  }
}

async function directorySource(path: string): Promise<HashSource> {
  const present = RangeSet.empty();
  let extension = '';
  for await (const { name } of await opendir(path)) {
    const [, digits, ending = ''] = RANGE_FILE.exec(name) ?? [];
    if (digits === undefined) continue;
    present.add(Number.parseInt(digits, 16));
    extension = ending;
  }
  return {
    identity: `${path} ${present.size}`,
    total: RANGES,
    ranges: present.size,
    async *read(from) {
      for (let range = from; range < RANGES; range += 1) {
        if (!present.has(range)) continue;
        const file = await rangeFile(path, range, extension);
        if ((await stat(file)).size > MOST_RANGE_BYTES)
          throw new Error(`the file of range ${rangeName(range)} is too large`);
        yield { bytes: await readFile(file), range };
      }
    },
  };
}

async function firstRangeFile(path: string): Promise<string | undefined> {
  for await (const { name } of await opendir(path))
    if (RANGE_FILE.test(name)) return join(path, name);
  return undefined;
}

/** Downloaders write the names in upper or lower case. */
async function rangeFile(path: string, range: number, extension: string): Promise<string> {
  const upper = join(path, rangeName(range) + extension);
  const exists = await stat(upper).catch(() => undefined);
  return exists ? upper : join(path, rangeName(range).toLowerCase() + extension);
}
