import type { Signal } from './domain/signal.js';

/** A signal and the account it speaks of. */
export interface AccountSignal {
  readonly accountId: string;
  readonly signal: Signal;
}

/** What folding a batch brought. */
export interface FoldOutcome {
  /** Signals to be stored; those of accounts that were folded again replace the earlier ones. */
  readonly signals: readonly AccountSignal[];
  /** Accounts whose signals changed. */
  readonly changed: ReadonlySet<string>;
}
