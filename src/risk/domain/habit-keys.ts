import type { Protocol } from '../../events/domain/auth-event.js';
import { protocolCodes } from '../../events/domain/stored-codes.js';
import type { Place } from '../../kernel/geo.js';
import { clientKey } from './client-key.js';
import { providerKey } from './provider-key.js';
import type { UseList } from './use-list.js';

// One list holds an account's habits: fewer and shorter lists are cheaper to keep and to write. The
// first letters keep the kinds apart; providers begin with digits or AS.

/** Under which a client program is among the habits. */
export function clientHabit(client: string | undefined): string {
  return `c${clientKey(client)}`;
}

/** Under which a provider is among the habits. */
export function providerHabit(address: string, place: Place | undefined): string {
  return providerKey(address, place);
}

/**
 * Whether a provider is among the habits, also as it was guessed before its number was known: else
 * everybody's provider would be new on the day on which a site gets a database of them.
 */
export function isProviderHabit(
  habits: UseList,
  address: string,
  place: Place | undefined,
): boolean {
  if (habits.has(providerHabit(address, place))) return true;
  return place?.asn !== undefined && habits.has(providerHabit(address, undefined));
}

const PROTOCOL_HABITS: readonly string[] = Array.from({ length: 32 }, (_, code) => `p${code}`);

/** Under which a protocol is among the habits. */
export function protocolHabit(protocol: Protocol): string {
  return PROTOCOL_HABITS[protocolCodes.code(protocol)] ?? 'p';
}
