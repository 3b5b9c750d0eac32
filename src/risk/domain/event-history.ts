import type { FoldEvent } from './fold-event.js';

/** The stored events, as far as folding late ones again needs them. */
export interface EventHistory {
  /** An account's events from `from` (ms, inclusive) on, in the order of the fold. */
  ofAccount(accountId: string, from: number): Promise<FoldEvent[]>;
  /** Accounts with a successful sign-in from the network in `[from, to]`. */
  accountsSignedInFrom(network: string, from: number, to: number): Promise<string[]>;
}
