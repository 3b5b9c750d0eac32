import type { Random } from '../../samples/random.js';
import type { Town } from './geography.js';

/** A host in one of the networks (first three octets of a /24). */
export function hostIn(networks: readonly [string, ...string[]], random: Random): string {
  return `${random.pick(networks)}.${random.whole(1, 254)}`;
}

/** A host in a network of the town. */
export function hostOf(town: Town, random: Random): string {
  return hostIn(town.networks, random);
}

/**
 * Some networks of the town, as one provider has them: near each other where the town has enough.
 *
 * @param count at least one is given
 */
export function providerOf(
  town: Town,
  random: Random,
  count: number,
): readonly [string, ...string[]] {
  const sorted = town.networks.toSorted();
  const start = random.whole(0, Math.max(0, sorted.length - count));
  const [first = town.networks[0], ...others] = sorted.slice(start, start + count);
  return [first, ...others];
}

/** What an IPv6 access network gives a home: a /64 that is its own. */
export function homePrefix(providerPrefix: string, random: Random): string {
  return `${providerPrefix}:${hex(random)}:${hex(random)}`;
}

/** A temporary address (RFC 8981) in a /64. */
export function privacyAddress(prefix: string, random: Random): string {
  return `${prefix}:${hex(random)}:${hex(random)}:${hex(random)}:${hex(random)}`;
}

/** Never 0, which RFC 5952 would shorten. */
function hex(random: Random): string {
  return random.whole(1, 0xffff).toString(16);
}
