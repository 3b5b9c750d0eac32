import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Metrics } from '../../platform/metrics/metrics.js';
import { BREACH_ALGORITHMS, type BreachAlgorithm } from '../domain/breach/algorithm.js';
import type { BreachList } from '../domain/breach/breach-list.js';
import { keyOf } from '../domain/breach/entry.js';
import type { BreachManifest } from './breach-directory.js';
import { BreachListStore, type ListInUse } from './breach-list-store.js';
import { digestOf } from './digest.js';
import { RangeApi } from './range-api.js';

/** Token under which Nest provides the range API; undefined where none is configured. */
export const RANGE_API = Symbol('RangeApi');

/** What a look-up of many digests came to. */
export interface BreachHits {
  /** Generation of the list that was looked into; keep it to ask for what changed since. */
  readonly generation: number;
  /** Index in `digests` → how often it was seen. */
  readonly hits: ReadonlyMap<number, number>;
  /** How many digests were looked up: those in changed ranges, or all. */
  readonly looked: number;
}

/** Asks whether a password is known from a breach: the site's own list first, then the range API. */
@Injectable()
export class BreachLists implements BreachList, OnApplicationShutdown {
  private readonly logger = new Logger(BreachLists.name);

  constructor(
    private readonly store: BreachListStore,
    @Inject(RANGE_API) private readonly rangeApi: RangeApi | undefined,
    private readonly metrics: Metrics,
  ) {}

  /**
   * How often the password was seen; undefined when nobody could be asked, which is counted and
   * which the rule's option `whenUnavailable` decides about.
   */
  async count(password: string): Promise<number | undefined> {
    const count = (await this.countInLists(password)) ?? (await this.askRangeApi(password));
    const result = count === undefined ? 'unavailable' : count > 0 ? 'found' : 'clean';
    this.metrics.breachChecks.inc({ result });
    return count;
  }

  /** The lists in use. */
  async manifests(): Promise<readonly BreachManifest[]> {
    const lists = await Promise.all(BREACH_ALGORITHMS.map((one) => this.inUse(one)));
    return lists.flatMap((list) => (list ? [list.manifest] : []));
  }

  /** Whether the range API is asked where there is no list. */
  get asksRangeApi(): boolean {
    return this.rangeApi !== undefined;
  }

  /**
   * Looks many digests up, for audits; nothing of them is kept. Waits for the disk in between, so
   * other work goes on.
   *
   * @param digests whole ones, SHA-1 or NT hashes
   * @param since a generation: only digests in ranges that changed after it are looked up
   * @returns undefined when there is no list of this kind
   */
  async lookUp(
    algorithm: BreachAlgorithm,
    digests: readonly Uint8Array[],
    since?: number,
  ): Promise<BreachHits | undefined> {
    const list = await this.inUse(algorithm);
    if (!list) return undefined;
    const { manifest, file } = list;
    const changed =
      since === undefined ? undefined : await this.store.directory.changedSince(manifest, since);
    const hits = new Map<number, number>();
    let looked = 0;
    for (const [index, digest] of digests.entries()) {
      if (changed && !changed.has(keyOf(digest).range)) continue;
      looked += 1;
      const count = await file.count(digest);
      if (count > 0) hits.set(index, count);
    }
    return { generation: manifest.generation, hits, looked };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }

  private async countInLists(password: string): Promise<number | undefined> {
    for (const algorithm of BREACH_ALGORITHMS) {
      const list = await this.inUse(algorithm);
      if (list) return this.read(list, digestOf(password, algorithm));
    }
    return undefined;
  }

  private async read({ file, manifest }: ListInUse, digest: Uint8Array) {
    try {
      return await file.count(digest);
    } catch (error) {
      this.logger.error(`the ${manifest.algorithm} breach list can't be read: ${textOf(error)}`);
      return undefined;
    }
  }

  private async inUse(algorithm: BreachAlgorithm): Promise<ListInUse | undefined> {
    try {
      return await this.store.inUse(algorithm);
    } catch (error) {
      this.logger.error(`the ${algorithm} breach list can't be opened: ${textOf(error)}`);
      return undefined;
    }
  }

  private async askRangeApi(password: string): Promise<number | undefined> {
    return this.rangeApi?.count(digestOf(password, 'sha1'), 'sha1');
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
