/** What an action asks of a directory. */
export const DIRECTORY_OPERATIONS = ['lock', 'unlock', 'force-reset', 'disable', 'enable'] as const;
export type DirectoryOperation = (typeof DIRECTORY_OPERATIONS)[number];

/** What a directory says about an account, as far as it can be told. */
export interface DirectoryState {
  /** Whether the account can sign in. */
  readonly active: boolean;
  /** Whether the next sign-in asks for a new password; absent where the directory has no such mark. */
  readonly mustChange?: boolean;
  /** When the password was last changed, by the directory's clock; absent where it isn't kept. */
  readonly passwordChangedAt?: Date;
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
  readonly state: DirectoryState;
}

/** One act on one account. */
export interface DirectoryCommand {
  readonly do: DirectoryOperation;
  readonly ref: string;
  /** The action that it carries out; a repeat of the same action is recognised by it. */
  readonly actionId: string;
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
  /** Could not be asked just now, or didn't answer in time; the same command may be sent again. */
  | ({ readonly kind: 'unavailable'; readonly reason: string } & States);

/** What a connector may be able to do; `undo` is about taking its acts back. */
export type CapabilityName =
  DirectoryOperation | 'lookup' | 'list' | 'aliases' | 'must-change' | 'password-age' | 'undo';

/** How a directory does what is asked of it. */
export interface Capability {
  /** In the directory's own words: the column, attribute or call. */
  readonly native: string;
  /** What an administrator has to know before relying on it. */
  readonly caveats: readonly string[];
}

/** What a directory can do; what it can't isn't in it. */
export type Capabilities = ReadonlyMap<CapabilityName, Capability>;

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
 * right first). No method answers, throws or logs a password or a hash.
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
  perform(command: DirectoryCommand, abort: AbortSignal): Promise<Outcome>;
  /** Lets its connections go. */
  close(): Promise<void>;
}
