import { setTimeout as delay } from 'node:timers/promises';
import type { BreachAlgorithm } from '../domain/breach/algorithm.js';
import { RANGES, rangeName } from '../domain/breach/entry.js';
import type { BreachDirectory, BreachManifest } from './breach-directory.js';
import { type HashPart, type HashSource, SourceUnavailable } from './hash-source.js';
import { RangeEtags } from './range-etags.js';

const TIMEOUT_MS = 30_000;
const PAUSES_MS = [200, 1_000, 5_000];
const MOST_RANGE_BYTES = 1 << 20;
const AT_ONCE = 32;

/** Where a list is fetched from, range by range. */
export interface MirrorSettings {
  /** The URL before the five digits, of a server that speaks the range API. */
  readonly url: string;
  readonly algorithm: BreachAlgorithm;
  /** All that there are; tests take fewer. */
  readonly ranges?: number;
  readonly abort?: AbortSignal;
}

/**
 * A list on a server that speaks the range API of Have I Been Pwned, such as a mirror of the
 * site's own. Ranges that the server says are still those of the list in use (`If-None-Match`)
 * aren't sent again.
 */
export class RangeMirror {
  private constructor(
    private readonly settings: MirrorSettings,
    private readonly etags: RangeEtags,
    /** Whether the list in use came from here: only what has changed since is read then. */
    readonly isIncrement: boolean,
  ) {}

  static async open(directory: BreachDirectory, settings: MirrorSettings): Promise<RangeMirror> {
    const { algorithm, url } = settings;
    const etags = new RangeEtags(directory.filePath(`${algorithm}.etags`));
    const inUse = await directory.manifest(algorithm);
    const isOfList = inUse && (await etags.load({ url, generation: inUse.generation }));
    return new RangeMirror(settings, etags, isOfList ?? false);
  }

  /** What is to be imported. */
  get source(): HashSource {
    const ranges = this.settings.ranges ?? RANGES;
    return {
      identity: this.settings.url,
      total: ranges,
      ranges: RANGES,
      read: (from) => this.read(from, ranges),
    };
  }

  /** Notes that the list in use is what was read, so that the next import asks for changes only. */
  async keep({ generation }: BreachManifest): Promise<void> {
    await this.etags.save({ url: this.settings.url, generation });
  }

  private async *read(from: number, ranges: number): AsyncGenerator<HashPart> {
    // What an interrupted import has read of them is no more known by its tag.
    this.etags.forgetBelow(from);
    const stopping = new AbortController();
    const signal = AbortSignal.any([
      stopping.signal,
      ...(this.settings.abort ? [this.settings.abort] : []),
    ]);
    const asked: Promise<HashPart | undefined>[] = [];
    try {
      for (let next = from; next < ranges || asked.length > 0;) {
        while (asked.length < AT_ONCE && next < ranges) {
          const part = this.fetchRange(next++, signal);
          // Told when it is its turn.
          part.catch(() => undefined);
          asked.push(part);
        }
        const part = await asked.shift();
        if (part) yield part;
      }
    } finally {
      stopping.abort();
    }
  }

  /** undefined when it is still the one of the list in use. */
  private async fetchRange(range: number, signal: AbortSignal): Promise<HashPart | undefined> {
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        return await this.ask(range, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (pause === undefined)
          throw new SourceUnavailable(
            `the mirror doesn't give range ${rangeName(range)}: ${error instanceof Error ? error.message : String(error)}`,
          );
        await delay(pause, undefined, { signal });
      }
    }
    return undefined;
  }

  private async ask(range: number, signal: AbortSignal): Promise<HashPart | undefined> {
    const { url, algorithm } = this.settings;
    const known = this.isIncrement ? this.etags.get(range) : undefined;
    const answer = await fetch(
      `${url}/${rangeName(range)}${algorithm === 'ntlm' ? '?mode=ntlm' : ''}`,
      {
        headers: {
          'user-agent': 'authwarden',
          ...(known === undefined ? {} : { 'if-none-match': known }),
        },
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      },
    );
    if (answer.status === 304 && known !== undefined) return undefined;
    if (answer.status !== 200 || !answer.body) {
      await answer.body?.cancel();
      throw new Error(`it answers ${answer.status}`);
    }
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of answer.body) {
      size += piece.length;
      if (size > MOST_RANGE_BYTES) throw new Error('its answer is too long');
      pieces.push(piece);
    }
    this.etags.set(range, answer.headers.get('etag') ?? undefined);
    return { bytes: Buffer.concat(pieces), range };
  }
}
