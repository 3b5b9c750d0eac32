import type { Sync } from './sync.js';

/** A directory that was connected. */
export interface Directory {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** With stars where the secrets are. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The secrets by field, encrypted; absent when there are none. */
  readonly sealedSecrets?: Buffer;
  /** The last run that took its accounts over, or the one under way. */
  readonly sync?: Sync;
  /** Where a run that asks for changes only goes on; opaque to everybody but the connector. */
  readonly syncCursor?: string;
  /** When the last complete run began. */
  readonly syncedAt?: Date;
  readonly createdAt: Date;
}

/** Name of the directory that comes with the embedded database, and of the one that is used where none is said. */
export const DEFAULT_DIRECTORY = 'default';

/** What stands for the URL of the embedded database: it has another port at each start. */
export const EMBEDDED_URL = 'embedded:';

/** Whether a directory is the one in the embedded database. */
export function isEmbedded({ settings }: Pick<Directory, 'settings'>): boolean {
  return settings['url'] === EMBEDDED_URL;
}
