import { type Account, AccountCard, type Action, Signal, StoredEvent } from './answers.js';
import type { Api } from './api.js';
import type { MailboxState } from './mail-database.js';

/** What a postmaster wants to know of an account that is in trouble. */
export interface Finding {
  readonly login: string;
  readonly displayName: string;
  readonly level: Account['level'];
  readonly score: number;
  /** Time of the first event that raised a signal, ISO 8601. */
  readonly since: string | undefined;
  /** Distinct addresses that signed in. */
  readonly addresses: readonly string[];
  /** Countries of the signals' evidence; empty without geolocation. */
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

const SEVERE = new Set(['high', 'critical']);

/** Whether the level is one at which the machine acts. */
export function isSevere(level: Account['level']): boolean {
  return SEVERE.has(level);
}

/** Gathers what the service knows of an account. */
export async function findingOf(
  api: Api,
  { id, login, displayName, level, score }: Account,
  actions: readonly Action[],
  mailbox: MailboxState | undefined,
): Promise<Finding> {
  const [{ directoryState }, signals, events] = await Promise.all([
    api.get(`/v1/accounts/${id}`, AccountCard),
    api.list(`/v1/accounts/${id}/signals`, Signal),
    api.list(`/v1/accounts/${id}/events`, StoredEvent),
  ]);
  const counted = signals.filter(({ suppressedBy }) => suppressedBy === null);
  const successes = events.filter(({ outcome }) => outcome === 'success');
  return {
    login,
    displayName: displayName ?? '',
    level,
    score,
    since: counted.map(({ at }) => at).toSorted()[0],
    addresses: distinct(successes.map(({ sourceIp }) => sourceIp)),
    countries: countriesOf(counted),
    servers: distinct(successes.map(({ server }) => server)),
    actions: actions.filter(({ accountId }) => accountId === id),
    mailbox,
    directoryAgrees:
      mailbox?.active === directoryState?.active &&
      mailbox?.mustChange === directoryState?.mustChange,
  };
}

/** The countries that signals name, as one code or as a list of codes. */
export function countriesOf(signals: readonly Signal[]): readonly string[] {
  return distinct(
    signals.flatMap(({ evidence }) =>
      [evidence['country'], evidence['countries']]
        .flat()
        .filter((country) => typeof country === 'string'),
    ),
  );
}

function distinct(texts: readonly (string | null)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== null))];
}
