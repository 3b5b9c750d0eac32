import { hasHistory } from './account-state.js';
import type { AccountState } from './account-state.js';
import { kindIndexOf } from './fold-event.js';
import type { FoldEvent } from './fold-event.js';
import { isProviderHabit } from './habit-keys.js';

/**
 * Whether the event brings an account to a source: a sign-in through a provider that is new for an
 * account with a history. What several accounts bring to one source, none of them had in common.
 *
 * @param state as it was before the event
 */
export function isArrival(state: AccountState, { event, place, declared }: FoldEvent): boolean {
  if (kindIndexOf(event) !== 0 || event.sourceIp === undefined || declared !== undefined)
    return false;
  return hasHistory(state) && !isProviderHabit(state.habits, event.sourceIp, place);
}
