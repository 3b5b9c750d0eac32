import { type Account, AccountCard, type Action, Signal, StoredEvent } from './answers.js';
import type { Api } from './api.js';
import { distinct } from '../../src/cli/screen/counting.js';
import type { MailboxState } from './mail-database.js';

/** Country of the company, ISO 3166-1 alpha-2. */
const HOME = 'IN';

/** What a postmaster wants to know of an account that is in trouble. Times are ISO 8601. */
export interface Finding {
  readonly login: string;
  readonly displayName: string;
  readonly level: Account['level'];
  readonly score: number;
  /** Time of the first event that raised a signal. */
  readonly firstSignalAt: string | undefined;
  /** First sign-in from abroad; undefined without geolocation. */
  readonly firstAbroadAt: string | undefined;
  /** Distinct addresses that signed in. */
  readonly addresses: readonly string[];
  /** Where the addresses are; empty without geolocation. */
  readonly countries: readonly string[];
  /** Servers that they signed in at. */
  readonly servers: readonly string[];
  /** What was asked of the directory. */
  readonly actions: readonly Action[];
  /** What the mailbox table says now; undefined when it has no such account. */
  readonly mailbox: MailboxState | undefined;
  /** Whether the service says the same of the directory. */
  readonly directoryAgrees: boolean;
}

/** What findings are made from, besides the account itself. */
export interface FindingSources {
  readonly api: Api;
  readonly actions: readonly Action[];
  readonly mailboxes: ReadonlyMap<string, MailboxState>;
  /** ISO 3166-1 alpha-2; undefined where it isn't known. */
  readonly countryOf: (address: string) => string | undefined;
}

/** Whether the level is one at which the machine acts. */
export function isSevere(level: Account['level']): boolean {
  return level === 'high' || level === 'critical';
}

/** Gathers what the service, the directory and geolocation know of an account. */
export async function findingOf(
  { id, login, displayName, level, score }: Account,
  { api, actions, mailboxes, countryOf }: FindingSources,
): Promise<Finding> {
  const [{ directoryState }, signals, events] = await Promise.all([
    api.get(`/v1/accounts/${id}`, AccountCard),
    api.list(`/v1/accounts/${id}/signals`, Signal),
    api.list(`/v1/accounts/${id}/events`, StoredEvent),
  ]);
  const signIns = events.filter(({ outcome }) => outcome === 'success');
  const addresses = distinct(signIns.flatMap(({ sourceIp }) => sourceIp ?? []));
  const mailbox = mailboxes.get(login);
  return {
    login,
    displayName: displayName ?? '',
    level,
    score,
    firstSignalAt: earliest(
      signals.filter(({ suppressedBy }) => suppressedBy === null).map(({ at }) => at),
    ),
    firstAbroadAt: earliest(
      signIns
        .filter(({ sourceIp }) => (countryOf(sourceIp ?? '') ?? HOME) !== HOME)
        .map(({ time }) => time),
    ),
    addresses,
    countries: distinct(addresses.flatMap((address) => countryOf(address) ?? [])),
    servers: distinct(signIns.flatMap(({ server }) => server ?? [])),
    actions: actions.filter(({ accountId }) => accountId === id),
    mailbox,
    directoryAgrees:
      mailbox?.active === directoryState?.active &&
      mailbox?.mustChange === directoryState?.mustChange,
  };
}

/** Since when an account has been misused, as far as is known. */
export function sinceOf({ firstSignalAt, firstAbroadAt }: Finding): string | undefined {
  return earliest([firstSignalAt, firstAbroadAt].filter((moment) => moment !== undefined));
}

/** The first of moments in ISO 8601, UTC; undefined when there is none. */
export function earliest(moments: readonly string[]): string | undefined {
  return moments.toSorted()[0];
}
