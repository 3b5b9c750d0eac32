import type { ChangePage } from './changes.js';
import type { EffectivePolicy } from './effective-policy.js';
import type { OperationPlan } from './operation-plan.js';
import type { StoredHash } from './stored-hash.js';

/** What an action asks of a directory. A directory may be unable to do some of it; see {@link Capabilities}. */
export const DIRECTORY_OPERATIONS = [
  'lock',
  'unlock',
  'force-reset',
  'disable',
  'enable',
  'revoke-sessions',
  'hold-outbound',
  'release-outbound',
] as const;
export type DirectoryOperation = (typeof DIRECTORY_OPERATIONS)[number];

/** What a directory says about an account, as far as it can be told; what isn't kept there is absent. */
export interface DirectoryState {
  /** Whether the account can sign in: neither locked nor disabled. */
  readonly active: boolean;
  /** Whether it is locked, by us or by the directory; absent where locked and disabled are the same. */
  readonly locked?: boolean;
  /** Whether the next sign-in asks for a new password; absent where the directory has no such mark. */
  readonly mustChange?: boolean;
  /** When the password was last changed, by the directory's clock. */
  readonly passwordChangedAt?: Date;
  /** When the password expires, or expired. */
  readonly passwordExpiresAt?: Date;
  /** Whether the password is exempt from expiry. */
  readonly passwordNeverExpires?: boolean;
  /** How the password is stored: `SSHA512`, `BLF-CRYPT` and so on. */
  readonly scheme?: string;
  /** Whether mail that the account hands in is held back. */
  readonly outboundHeld?: boolean;
}

/** One account of a directory. */
export interface DirectoryAccount {
  /** Names the account in this directory for good; opaque to everybody but its connector. */
  readonly ref: string;
  /** As the directory spells it. */
  readonly login: string;
  readonly displayName?: string;
  /** Mail addresses and aliases, as the directory spells them; a shared alias is listed for each of its accounts. */
  readonly addresses: readonly string[];
  /** The main one of the addresses. */
  readonly mail?: string;
  /** Where in the organisation: the container's DN, a domain, a department. */
  readonly unit?: string;
  /** Groups that it is a direct member of, as the directory names them; absent where none are known. */
  readonly groups?: readonly string[];
  readonly state: DirectoryState;
}

/** One act on one account. */
export interface DirectoryCommand {
  readonly do: DirectoryOperation;
  readonly ref: string;
  /** The action that it carries out; a repeat of the same action is recognised by it. */
  readonly actionId: string;
  /** A forced reset that only marks the account, where the directory has a mark. */
  readonly keepPassword?: boolean;
  /** What was read before the first try, so that a repeat keeps what the first try had to keep. */
  readonly before?: DirectoryState;
}

/** A password to hand over once. Never logged, answered or kept. */
export interface TemporaryPassword {
  readonly ref: string;
  readonly actionId: string;
  readonly password: string;
}

interface States {
  /** Read right before the act; absent where it couldn't be. */
  readonly before?: DirectoryState;
  /** Read back after the act; absent where it couldn't be. */
  readonly after?: DirectoryState;
}

/**
 * What became of a command. A repeat of an applied command answers `unchanged`. Reasons are for
 * people and hold no secret.
 */
export type Outcome =
  | ({ readonly kind: 'applied' } & States)
  | ({ readonly kind: 'unchanged' } & States)
  /** The directory said no; asking again will not help. */
  | ({ readonly kind: 'refused'; readonly reason: string } & States)
  /** This directory has no such operation, for this account at least; nothing was changed. */
  | ({
      readonly kind: 'unsupported';
      readonly reason: string;
      /** What comes closest and is supported. */
      readonly instead?: DirectoryOperation;
    } & States)
  /** Could not be asked just now, or didn't answer in time; the same command may be sent again. */
  | ({ readonly kind: 'unavailable'; readonly reason: string } & States);

/** What a connector may be able to do; `undo` is about taking its acts back. */
export type CapabilityName =
  | DirectoryOperation
  | 'lookup'
  | 'list'
  | 'incremental'
  | 'aliases'
  | 'must-change'
  | 'password-age'
  | 'temporary-password'
  | 'effective-policy'
  | 'export-hashes'
  | 'undo';

/** How a directory does what is asked of it. */
export interface Capability {
  /** In the directory's own words: the column, attribute or call. */
  readonly native: string;
  /** What an administrator has to know before relying on it. */
  readonly caveats: readonly string[];
}

/** What a directory can do; what it can't isn't in it. */
export type Capabilities = ReadonlyMap<CapabilityName, Capability>;

/** Values of attributes by their names. */
export type AttributeValues = ReadonlyMap<string, readonly string[]>;

/** How a directory is listed. */
export interface ListOptions {
  /** Most accounts in one page, 1 or more. */
  readonly pageSize: number;
  /** The `ref` after which the list goes on; from the start without. */
  readonly after?: string;
}

/**
 * The one way out to a directory (a mailbox table, OpenLDAP, Active Directory, …).
 *
 * `perform` reports every failure as an {@link Outcome}: a throw is a bug. It is safe to call twice
 * with the same command, and gives up when `abort` fires. The methods that only read throw a
 * DomainError `directory-unavailable` (try again) or `directory-refused` (something has to be set
 * right first). Apart from
 * `exportHashes`, no method answers a password or a hash, and none throws or logs one.
 */
export interface DirectoryConnector {
  /** As probed in the directory itself, at most some minutes ago. */
  capabilities(): Promise<Capabilities>;
  /** The account that signs in with this name; undefined when there is none, or more than one. */
  lookup(login: string): Promise<DirectoryAccount | undefined>;
  /** What the directory says of an account now; undefined when it is gone. */
  read(ref: string): Promise<DirectoryState | undefined>;
  /** How many accounts there are. */
  count(): Promise<number>;
  /** Every account, a page at a time and in no promised order, never more than a page in memory. */
  list(options: ListOptions): AsyncIterable<readonly DirectoryAccount[]>;
  /** What {@link perform} would do now, without doing it; undefined when the account is gone. */
  plan(command: Omit<DirectoryCommand, 'actionId'>): Promise<OperationPlan | undefined>;
  perform(command: DirectoryCommand, abort: AbortSignal): Promise<Outcome>;
  /**
   * Sets a password that the next sign-in has to replace, where the directory has such a mark. Sets
   * it each time that it is asked to, so that a caller who lost the password may send another one.
   * A locked account stays locked. Answers as {@link perform}.
   */
  setTemporaryPassword(temporary: TemporaryPassword, abort: AbortSignal): Promise<Outcome>;
  /** What rules hold for an account's password; capability `effective-policy`. */
  effectivePolicy?(ref: string): Promise<EffectivePolicy | undefined>;
  /**
   * Values of attributes, by the directory's own names for them; what it doesn't have, isn't text or
   * is a password is left out. Undefined when the account is gone.
   */
  attributes?(ref: string, names: readonly string[]): Promise<AttributeValues | undefined>;
  /** Every account's stored password, a page in memory at a time; capability `export-hashes`. */
  exportHashes?(options: ListOptions): AsyncIterable<StoredHash>;
  /** Where {@link changes} will go on from now; capability `incremental`. To be asked before `list`. */
  cursor?(): Promise<string>;
  /** What changed since; undefined when the cursor no longer serves and everything has to be listed. */
  changes?(cursor: string, options: ListOptions): Promise<AsyncIterable<ChangePage> | undefined>;
  /** Lets its connections go. */
  close(): Promise<void>;
}
