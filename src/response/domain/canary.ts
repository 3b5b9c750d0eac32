import { MINUTE_MS } from '../../kernel/clock.js';
import type { ActionStatus } from './action.js';
import type { CanaryState } from './rails.js';
import type { ResponsePolicy } from './response-policy.js';

/** One of the first actions that the machine started under the policy in force. */
export interface CanaryAction {
  readonly status: ActionStatus;
  /** ms; absent while it isn't over. */
  readonly finishedAt?: number | undefined;
}

/** How a canary batch stands, from its actions: the first ones, no more than its size. */
export function canaryState(
  { canary: { size, watchMinutes } }: Pick<ResponsePolicy, 'canary'>,
  first: readonly CanaryAction[],
  nowMs: number,
): CanaryState {
  if (size === 0) return { kind: 'open' };
  if (first.some(({ status }) => BROKEN.has(status))) return { kind: 'broken' };
  if (first.length < size) return { kind: 'filling', left: size - first.length };
  const ends = first.map(({ status, finishedAt }) => (WELL.has(status) ? finishedAt : undefined));
  if (ends.some((end) => end === undefined)) return { kind: 'watched' };
  const until = Math.max(...ends.map((end) => end ?? 0)) + watchMinutes * MINUTE_MS;
  return nowMs >= until ? { kind: 'open' } : { kind: 'watched', until };
}

const BROKEN: ReadonlySet<ActionStatus> = new Set(['refused', 'failed', 'undone', 'cancelled']);
const WELL: ReadonlySet<ActionStatus> = new Set(['applied', 'unchanged']);
