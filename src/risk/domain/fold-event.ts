import type { AuthEvent } from '../../events/domain/auth-event.js';
import type { Place } from '../../kernel/geo.js';
import type { SignInModel } from './likelihood/sign-in-model.js';

/**
 * What the directory says of a message's sender address: `own` belongs to the account,
 * `other-account` to another, `nonexistent` is in one of the site's own domains but nobody's,
 * `foreign` is in a domain that isn't the site's. `none` says that there was no sender, `unknown`
 * that no directory could be asked.
 */
export type SenderStanding =
  'none' | 'own' | 'other-account' | 'nonexistent' | 'foreign' | 'unknown';

/** An auth event with what the service found out about it; what the fold and the detectors see. */
export interface FoldEvent {
  /** The event's id; with `event.at` it orders the fold. */
  readonly id: string;
  readonly accountId: string;
  readonly event: AuthEvent;
  /** Where `event.sourceIp` is thought to be. */
  readonly place?: Place | undefined;
  /** `networkOf(event.sourceIp)`. */
  readonly network?: string | undefined;
  readonly sender: SenderStanding;
  /** What an operator has declared the network to be, if anything: the id of a suppressor. */
  readonly declared?: string | undefined;
}

/** What is known about the network that an event came from and about the site; asked only by a detector that needs it. */
export interface SourceFacts {
  /** Accounts that failed from the event's network up to `at` (see `distinctFailed`). */
  distinctFailed(at: number): number;
  /** Names that nobody has, tried from the event's network up to `at` (see `namesTried`). */
  namesTried(at: number): number;
  /** Other accounts that arrived at the event's network up to `at` (see `accountsArrived`). */
  arrived(at: number): number;
  /** What is counted of everybody's sign-ins, as it holds for the UTC day of `at`, if anything. */
  model(at: number): SignInModel | undefined;
}

/** A source of which nothing is known. */
export const NO_SOURCE_FACTS: SourceFacts = {
  distinctFailed: () => 0,
  namesTried: () => 0,
  arrived: () => 0,
  model: () => undefined,
};

/** What an event is to the detectors; each looks at some kinds only. */
export const EVENT_KINDS = ['sign-in', 'failure', 'message', 'refused-message'] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** The event's place in {@link EVENT_KINDS}. */
export function kindIndexOf({ type, outcome }: AuthEvent): number {
  return (type === 'message' ? 2 : 0) + (outcome === 'success' ? 0 : 1);
}

/** Whether the event shows the account in use: a sign-in that succeeded or a message that was accepted. */
export function isUse(event: AuthEvent): boolean {
  return event.outcome === 'success';
}

/**
 * Whether the event is a try with a wrong name or password. A back end that is down, a locked, a
 * disabled or an expired account say nothing about who is trying.
 */
export function isWrongCredential(event: AuthEvent): boolean {
  if (event.type !== 'authentication' || event.outcome !== 'failure') return false;
  const { reason } = event;
  return (
    reason === undefined ||
    reason === 'bad-password' ||
    reason === 'unknown-account' ||
    reason === 'other'
  );
}
