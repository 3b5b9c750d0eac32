/** A stored password of one account, for an audit. The hash never leaves the process that asks. */
export interface StoredHash {
  readonly ref: string;
  readonly login: string;
  /** As the directory names it, else by its marks: `SSHA512`, `BLF-CRYPT`, `NT`; `unknown` where neither tells. */
  readonly scheme: string;
  /** As stored, the scheme's name included where the directory has one. */
  readonly hash: string;
  readonly active: boolean;
  readonly changedAt?: Date;
}
