import type { DirectoryAccount } from './connector.js';

/** Part of what changed in a directory. */
export interface ChangePage {
  /** Accounts that are new or were changed; one may come twice. */
  readonly accounts: readonly DirectoryAccount[];
  /** Refs of accounts that are gone, as far as the directory tells. */
  readonly deleted: readonly string[];
  /** Where the next run goes on once this page was taken over. */
  readonly cursor: string;
}
