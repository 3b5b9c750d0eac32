import type { Random } from '../../../samples/random.js';
import { networkOf } from '../../../src/kernel/ip-address.js';
import type { Act } from '../../simulation/act.js';
import { hostOf } from '../../simulation/addresses.js';
import type { Geography } from '../../simulation/geography.js';
import type { Locate } from '../peers/peer.js';
import type { AddressLevels } from './sign-in-counts.js';
import type { StudiedSignIn } from './study.js';

/**
 * A sign-in of the simulation as the study has it; undefined for anything that isn't an honest
 * success. Geolocation knows no providers, so a /16 (/32 of IPv6) stands for one. In place of a user
 * agent: the name in EHLO with protocol and mechanism, then without the name, then the protocol.
 */
export function simulatedSignIn(act: Act, locate: Locate): StudiedSignIn | undefined {
  const { account, address, protocol, mechanism, helo, kind, episode } = act;
  if (kind === 'failure' || episode !== undefined) return undefined;
  const place = locate(address);
  const country = place?.country ?? '';
  return {
    account,
    isTakeover: false,
    town: `${country}/${place?.city ?? networkOf(address)}`,
    features: {
      address: [address, providerOf(address), country],
      client: [
        `${helo}/${protocol}/${mechanism}`,
        `${protocol}/${mechanism}`,
        protocol,
        protocol === 'smtp' ? 'sends' : 'reads',
      ],
    },
  };
}

/** An address anywhere in the world, as a sign-in from there would have it. */
export function simulatedAddress(geography: Geography, random: Random): AddressLevels {
  const town = geography.anywhere(random);
  const address = hostOf(town, random);
  return [address, providerOf(address), town.country];
}

function providerOf(address: string): string {
  const separator = address.includes(':') ? ':' : '.';
  return address.split(separator, 2).join(separator);
}
