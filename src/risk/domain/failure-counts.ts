import type { AccountState } from './account-state.js';
import type { FailureCounts } from './facts.js';
import { isWrongCredential } from './fold-event.js';
import type { FoldEvent } from './fold-event.js';

/** Wrong-credential failures in the window that ends with the event, the event included. */
export function failureCount(
  { failureTimes }: AccountState,
  { event }: FoldEvent,
  windowMs: number,
): number {
  const cutoff = event.at - windowMs;
  let first = failureTimes.length;
  while (first > 0 && (failureTimes[first - 1] ?? 0) > cutoff) first -= 1;
  return failureTimes.length - first + (isWrongCredential(event) ? 1 : 0);
}

/** The same, and where they came from. */
export function failureCounts(
  state: AccountState,
  folded: FoldEvent,
  windowMs: number,
): FailureCounts {
  const { event, network = '' } = folded;
  const total = failureCount(state, folded, windowMs);
  const isOne = isWrongCredential(event);
  const byNetwork = new Map<string, number>(isOne ? [[network, 1]] : []);
  const { failureNetworks, networks } = state;
  const first = failureNetworks.length - total + (isOne ? 1 : 0);
  for (let index = first; index < failureNetworks.length; index += 1) {
    const from = failureNetworks[index] ?? '';
    byNetwork.set(from, (byNetwork.get(from) ?? 0) + 1);
  }
  let unfamiliar = 0;
  for (const [from, count] of byNetwork) if (!networks.has(from)) unfamiliar += count;
  return { total, networks: byNetwork.size, unfamiliar, here: byNetwork.get(network) ?? 0 };
}
