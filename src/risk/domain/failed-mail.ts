import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import type { AccountState } from './account-state.js';
import type { FoldEvent } from './fold-event.js';
import { networkKey } from './network-key.js';
import { RecencyList } from './recency-list.js';

/** How far back mail that failed is remembered: old lists fail day after day, people once in a while. */
export const FAILED_MAIL_MS = 2 * DAY_MS;

/** Mail that failed and is remembered; counts are exact up to it. */
export const MAX_FAILED_MAIL = 8;

/** A mail merge fails several times within minutes, and is one piece of work. */
const APART_MS = HOUR_MS;

/**
 * Whoever has had such a share of the sign-ins at a network is at home there; newsletters and mail
 * merges leave from there. A young account's two sign-ins are no home, unless they are most.
 */
const AT_HOME = { signIns: 2, share: 0.1, youngShare: 0.5 };

/** Times (ms) at which mail failed away from home within {@link FAILED_MAIL_MS}, the event's own included. */
export function failedMailUpTo(state: AccountState, folded: FoldEvent): number {
  const { failedMail } = state;
  const before = failedMail?.countAfter(folded.event.at - FAILED_MAIL_MS) ?? 0;
  return before + (failedKeyOf(state, folded) === undefined ? 0 : 1);
}

/** Remembers the event's message if it failed away from home, and forgets those of long ago. */
export function noteFailedMail(state: AccountState, folded: FoldEvent): void {
  const { at } = folded.event;
  const key = failedKeyOf(state, folded);
  state.failedMail?.forgetUpTo(at - FAILED_MAIL_MS);
  if (state.failedMail?.keys.length === 0) state.failedMail = undefined;
  if (key !== undefined) (state.failedMail ??= new RecencyList(MAX_FAILED_MAIL)).touch(key, at);
}

/** What the event's failure is remembered by; undefined where it isn't one, or is of the last one's work. */
function failedKeyOf(state: AccountState, folded: FoldEvent): string | undefined {
  const { event, network, declared } = folded;
  const { message, at } = event;
  if (message === undefined || network === undefined || declared !== undefined) return undefined;
  if (message.rejectedRecipients === 0 && !message.bounced) return undefined;
  const signIns = state.networks.usesOf(networkKey(network, declared));
  const share = signIns / Math.max(1, state.counted);
  if (share >= AT_HOME.youngShare) return undefined;
  if (signIns > AT_HOME.signIns && share >= AT_HOME.share) return undefined;
  const { keys = [], lasts = [] } = state.failedMail ?? {};
  for (let index = keys.length - 1; index >= 0; index -= 1)
    if (at - (lasts[index] ?? 0) < APART_MS && keys[index]?.startsWith(`${network} `))
      return undefined;
  return `${network} ${Math.floor(at / APART_MS)}`;
}
