import type { DirectoryOperation, DirectoryState } from './connector.js';

/** What a command would do, in the directory's own words, before it does it. */
export interface OperationPlan {
  readonly do: DirectoryOperation;
  /** The entry that it would change: a DN, a table's row. */
  readonly entry: string;
  readonly before: DirectoryState;
  /** What is meant to be read back; the same as `before` where nothing is to be done. */
  readonly after: DirectoryState;
  /** What would be sent, in order; empty where nothing is to be done. No secret is in it. */
  readonly steps: readonly string[];
  readonly caveats: readonly string[];
  /** Why it can't be done here, and what comes closest. */
  readonly unsupported?: { readonly reason: string; readonly instead?: DirectoryOperation };
}
