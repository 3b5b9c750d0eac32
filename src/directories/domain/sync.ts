import { HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';

/** What a run asks for: everything, what changed, or what changed as long as the last complete run is a day old at most. */
export const SYNC_MODES = ['full', 'incremental', 'auto'] as const;
export type SyncMode = (typeof SYNC_MODES)[number];

/** A run that takes a directory's accounts over, as its directory's row keeps it. Times are ISO 8601. */
export interface Sync {
  readonly id: string;
  /** Absent: everything. */
  readonly mode?: SyncMode;
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  /** Accounts taken over so far, and how many there were at the start. */
  readonly progress: { readonly done: number; readonly total: number };
  readonly requestedAt: string;
  /** When the run last said something. */
  readonly heardAt: string;
  readonly finishedAt?: string;
  /** Why it failed. */
  readonly problem?: string;
}

/** A run that has been silent for this long is taken for lost, and another one may start. */
const SILENCE_MS = 10 * MINUTE_MS;

/** Whether a run is under way (or about to be), so that a second one would be one too many. */
export function isUnderWay(sync: Sync | undefined, now: Date): sync is Sync {
  if (sync?.status !== 'queued' && sync?.status !== 'running') return false;
  return now.getTime() - Date.parse(sync.heardAt) < SILENCE_MS;
}

/** How old the last complete run may be: deletions, and accounts that no longer fit, may show in it alone. */
const COMPLETE_EVERY_MS = 24 * HOUR_MS;

/** Whether a run may ask for changes only. */
export function mayBeIncremental(
  mode: SyncMode,
  { syncCursor, syncedAt }: { readonly syncCursor?: string; readonly syncedAt?: Date },
  now: Date,
): boolean {
  if (mode === 'full' || syncCursor === undefined || syncedAt === undefined) return false;
  return mode === 'incremental' || now.getTime() - syncedAt.getTime() < COMPLETE_EVERY_MS;
}
