import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { RANGES, rangeName } from '../domain/breach/entry.js';

const WRITTEN_AT_ONCE = 4_096;
/** RFC 9110, 8.8.3; longer ones aren't kept. */
const ETAG = /^(?:W\/)?"[\x21\x23-\x7e]{1,100}"$/;

/** Which list the tags are of: with any other one they mean nothing. */
export interface EtagsOf {
  readonly url: string;
  readonly generation: number;
}

/** The entity tag with which a mirror gave each range of a list, in a file beside the list. */
export class RangeEtags {
  private readonly tags: (string | undefined)[] = Array.from({ length: RANGES });

  constructor(private readonly path: string) {}

  /** Whether there were tags of this list. */
  async load(of: EtagsOf): Promise<boolean> {
    const handle = await open(this.path).catch(() => undefined);
    await handle?.close();
    if (!handle) return false;
    let isOfList: boolean | undefined;
    for await (const line of createInterface({ input: createReadStream(this.path, 'latin1') })) {
      isOfList ??= line === headOf(of);
      if (!isOfList) break;
      this.set(Number.parseInt(line.slice(0, 5), 16), line.slice(6));
    }
    return isOfList ?? false;
  }

  get(range: number): string | undefined {
    return this.tags[range];
  }

  /** What is no tag is none. */
  set(range: number, tag: string | undefined): void {
    this.tags[range] = tag !== undefined && ETAG.test(tag) ? tag : undefined;
  }

  /** Forgets those below a range. */
  forgetBelow(range: number): void {
    this.tags.fill(undefined, 0, range);
  }

  async save(of: EtagsOf): Promise<void> {
    const written = `${this.path}.new`;
    const file = await open(written, 'w', 0o640);
    try {
      await file.write(`${headOf(of)}\n`);
      for (let from = 0; from < RANGES; from += WRITTEN_AT_ONCE)
        await file.write(this.linesFrom(from));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(written, this.path);
  }

  private linesFrom(from: number): string {
    let lines = '';
    for (let range = from; range < from + WRITTEN_AT_ONCE; range += 1) {
      const tag = this.tags[range];
      if (tag !== undefined) lines += `${rangeName(range)} ${tag}\n`;
    }
    return lines;
  }
}

function headOf({ url, generation }: EtagsOf): string {
  return JSON.stringify({ url, generation });
}
