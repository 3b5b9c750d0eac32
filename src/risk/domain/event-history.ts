import type { FoldEvent } from './fold-event.js';

/** An account, and the time (ms) from which its events are wanted. */
export interface AccountSince {
  readonly accountId: string;
  readonly from: number;
}

/** The stored events, as far as folding late ones again needs them. */
export interface EventHistory {
  /** Events of accounts, each from its `from` (ms, inclusive) on, in the order of the fold. */
  ofAccounts(accounts: readonly AccountSince[]): Promise<FoldEvent[]>;
  /** Accounts with a successful sign-in from the network in `[from, to]`. */
  accountsSignedInFrom(network: string, from: number, to: number): Promise<string[]>;
}
