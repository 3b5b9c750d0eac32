import { networkOf } from '../../kernel/ip-address.js';
import type { AddressUse, AttributedUse, Footprint } from './footprint.js';
import { footprintOf } from './footprint.js';

export const STORY_START = Date.UTC(2026, 5, 1, 8);

/** One sign-in from an address in Brazil. */
export function anAddressUse(address: string, overrides: Partial<AddressUse> = {}): AddressUse {
  const first = overrides.first ?? STORY_START;
  return {
    address,
    network: networkOf(address),
    country: 'BR',
    signIns: 1,
    messages: 0,
    recipients: 0,
    rejectedRecipients: 0,
    first,
    last: first,
    firstMessage: undefined,
    hours: 1,
    bareClients: 0,
    servers: ['ext1.example.test'],
    listeners: ['external'],
    ...overrides,
  };
}

/** An address of an intruder. */
export function anIntrusion(address: string, overrides: Partial<AttributedUse> = {}) {
  return { ...anAddressUse(address, overrides), whose: overrides.whose ?? ('campaign' as const) };
}

/** The footprint of intruders from these addresses. */
export function aFootprint(
  accountId: string,
  addresses: readonly string[],
  overrides: Partial<AttributedUse> & { readonly detectors?: readonly string[] } = {},
): Footprint {
  const { detectors = ['distributed-sign-ins'], ...use } = overrides;
  const footprint = footprintOf(
    accountId,
    addresses.map((address, n) =>
      anIntrusion(address, { first: STORY_START + n * 60_000, ...use }),
    ),
    detectors,
  );
  if (!footprint) throw new Error('a footprint needs an address');
  return footprint;
}
