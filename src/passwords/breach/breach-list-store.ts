import { stat } from 'node:fs/promises';
import { type Clock, SECOND_MS } from '../../kernel/clock.js';
import type { BreachAlgorithm } from '../domain/breach/algorithm.js';
import type { BreachDirectory, BreachManifest } from './breach-directory.js';
import { BreachFile } from './breach-file.js';

/** How often the disk is asked whether another process has brought a new list. */
const LOOK_EVERY_MS = SECOND_MS;

/** The list in use, open. */
export interface ListInUse {
  readonly manifest: BreachManifest;
  readonly file: BreachFile;
}

interface Seen {
  readonly lookedAt: number;
  /** Time and size of the manifest; undefined: there is none. */
  readonly mark: string | undefined;
  readonly list: ListInUse | undefined;
}

/** Keeps the lists in use open, and goes over to a new one when there is one. */
export class BreachListStore {
  private readonly seen = new Map<BreachAlgorithm, Promise<Seen>>();

  constructor(
    readonly directory: BreachDirectory,
    private readonly clock: Clock,
  ) {}

  /** undefined when there is no list of this kind. @throws Error when it can't be read */
  async inUse(algorithm: BreachAlgorithm): Promise<ListInUse | undefined> {
    const before = this.seen.get(algorithm);
    const now = this.clock.now().getTime();
    const last = await before?.catch(() => undefined);
    if (last && now - last.lookedAt < LOOK_EVERY_MS) return last.list;
    // Somebody else may have begun to look while we waited.
    const newer = this.seen.get(algorithm);
    if (newer && newer !== before) return (await newer).list;
    const looking = this.look(algorithm, last, now);
    this.seen.set(algorithm, looking);
    return (await looking).list;
  }

  /** Looks again at the next question. */
  async forget(algorithm: BreachAlgorithm): Promise<void> {
    const last = await this.seen.get(algorithm)?.catch(() => undefined);
    if (last) this.seen.set(algorithm, Promise.resolve({ ...last, lookedAt: 0, mark: undefined }));
  }

  async close(): Promise<void> {
    for (const seen of this.seen.values()) (await seen.catch(() => undefined))?.list?.file.retire();
    this.seen.clear();
  }

  private async look(
    algorithm: BreachAlgorithm,
    last: Seen | undefined,
    lookedAt: number,
  ): Promise<Seen> {
    const found = await stat(this.directory.manifestPath(algorithm)).catch(() => undefined);
    const mark = found && `${found.mtimeMs} ${found.size} ${found.ino}`;
    if (last && mark === last.mark) return { ...last, lookedAt };
    const manifest = await this.directory.manifest(algorithm);
    const file = manifest && BreachFile.open(this.directory.filePath(manifest.file));
    last?.list?.file.retire();
    return { lookedAt, mark, list: manifest && file && { manifest, file } };
  }
}
