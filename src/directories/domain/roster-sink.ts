import type { DirectoryAccount } from './connector.js';

/** Where the accounts that a directory lists go: the accounts feature provides it. */
export interface RosterSink {
  /** Takes over one page of accounts; taking one over twice is harmless. */
  receive(
    directoryId: string,
    accounts: readonly DirectoryAccount[],
    abort: AbortSignal,
  ): Promise<void>;
  /** These accounts are no longer in the directory: they stay, but belong to no directory. */
  gone(directoryId: string, refs: readonly string[]): Promise<void>;
  /** The directory is no longer ours to ask: its accounts stay, but belong to no directory. */
  removed(directoryId: string): Promise<void>;
  /** The list came to its end: accounts that weren't received since then are no longer in the directory. */
  finished(directoryId: string, seenSince: Date): Promise<void>;
}

/** Token under which Nest provides the {@link RosterSink}. */
export const ROSTER_SINK = Symbol('RosterSink');
