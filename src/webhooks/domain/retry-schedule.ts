import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/clock.js';

/** How a message went. */
export type Attempt =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'unreachable' | 'refused'; readonly reason: string };

/** What becomes of a message after an attempt. */
export type AfterAttempt =
  | { readonly status: 'delivered' }
  | { readonly status: 'waiting'; readonly afterMs: number; readonly problem: string }
  | { readonly status: 'failed'; readonly problem: string; readonly disable: boolean };

/** Waits before each further attempt, as Standard Webhooks 1.0 proposes: about three days in all. */
export const RETRY_WAITS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

const GONE = 410;

/**
 * What to do after an attempt. 2xx is a success; 410 says that the receiver wants nothing any more,
 * so the webhook is disabled; everything else is tried again as long as the schedule goes.
 *
 * @param attempts those that were made, this one included
 */
export function afterAttempt(attempt: Attempt, attempts: number): AfterAttempt {
  if (attempt.kind === 'refused')
    return { status: 'failed', problem: attempt.reason, disable: false };
  if (attempt.kind === 'answered') {
    if (attempt.status >= 200 && attempt.status < 300) return { status: 'delivered' };
    if (attempt.status === GONE)
      return { status: 'failed', problem: 'The receiver answered 410.', disable: true };
  }
  const problem =
    attempt.kind === 'answered' ? `The receiver answered ${attempt.status}.` : attempt.reason;
  const afterMs = RETRY_WAITS_MS[attempts - 1];
  return afterMs === undefined
    ? { status: 'failed', problem, disable: false }
    : { status: 'waiting', afterMs, problem };
}
