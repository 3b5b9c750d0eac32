import type { Place } from '../../kernel/geo.js';

/**
 * What stands for the provider of an address: its AS number where the geolocation has one, else the
 * /16 (IPv4) or /32 (IPv6) that it lies in, which is a coarse guess at it.
 *
 * @param address in canonical form
 */
export function providerKey(address: string, place: Place | undefined): string {
  const asn = place?.asn;
  if (asn !== undefined) return `AS${asn}`;
  const isV6 = address.includes(':');
  const mark = isV6 ? ':' : '.';
  const first = address.indexOf(mark);
  return address.slice(0, address.indexOf(mark, first + 1) + (isV6 ? 1 : 0));
}

/** The provider of an address, as people are told of it. */
export function providerName(address: string, place: Place | undefined): string {
  const key = providerKey(address, place);
  return place?.organization === undefined ? key : `${key} (${place.organization})`;
}
