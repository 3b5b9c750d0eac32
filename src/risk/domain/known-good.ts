import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import { type AccountState, isInOrder } from './account-state.js';
import { decodeAccountState } from './account-state-text.js';
import type { FoldEvent } from './fold-event.js';

/** Signals nearer to each other than this belong to one episode. */
const EPISODE_GAP_MS = 7 * DAY_MS;

/** Whoever has a password tries it out before he does what raises a signal. */
export const KNOWN_GOOD_LEAD_MS = 48 * HOUR_MS;

/** What was known of an account before somebody else used it, to go on with after a verdict. */
export interface KnownGoodHistory {
  /** The newest event that was folded when the verdict was given: its time (ms) and its id. */
  readonly lastAt: number;
  readonly lastId: string;
  /** The state of then, as `encodeAccountState` writes it. */
  readonly state: string;
}

/** By account. */
export type KnownGoodHistories = ReadonlyMap<string, KnownGoodHistory>;

/**
 * When an account's newest episode began: the first of its signals that no long silence parts from the newest.
 *
 * @param signalTimes ms, in any order
 * @returns ms; undefined when nothing was noticed of the account
 */
export function episodeStart(signalTimes: readonly number[]): number | undefined {
  const [newest, ...earlier] = signalTimes.toSorted((a, b) => b - a);
  let start = newest;
  for (const at of earlier) {
    if (start === undefined || start - at > EPISODE_GAP_MS) break;
    start = at;
  }
  return start;
}

/**
 * The state to fold an event into: the first one after a verdict finds the account as its owner
 * left it, with every window empty and no signal that holds others back.
 */
export function knownGood(
  state: AccountState,
  { id, event: { at } }: FoldEvent,
  history: KnownGoodHistory | undefined,
): AccountState {
  if (history === undefined) return state;
  const isTheFirstAfter =
    !isInOrder(history, state.lastAt, state.lastId) && isInOrder(history, at, id);
  if (!isTheFirstAfter) return state;
  const restored = decodeAccountState(history.state);
  restored.emitted.clear();
  if (state.lastId === '') return restored;
  const { firstAt, lastAt, lastId } = state;
  return Object.assign(restored, { firstAt, lastAt, lastId });
}
