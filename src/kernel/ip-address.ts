import ipaddr from 'ipaddr.js';

const CANONICAL_V4 =
  /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/** Longest text that can be an address: full IPv6 with an embedded IPv4, brackets and a zone. */
const MAX_TEXT = 80;

/**
 * The one spelling of an address (RFC 5952 for IPv6): brackets, an `IPv6:` tag and a zone are
 * taken off, an IPv4-mapped address becomes IPv4.
 *
 * @returns undefined when the text isn't exactly one address
 */
export function canonicalAddress(text: string): string | undefined {
  if (CANONICAL_V4.test(text)) return text;
  if (text.length > MAX_TEXT || !text.includes(':')) return undefined;
  const bare = text
    .replace(/^\[/, '')
    .replace(/\]$/, '')
    .replace(/^IPv6:/i, '');
  const [address = ''] = bare.split('%', 1);
  if (CANONICAL_V4.test(address)) return address;
  if (!ipaddr.IPv6.isValid(address)) return undefined;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.isIPv4MappedAddress()
    ? parsed.toIPv4Address().toString()
    : parsed.toRFC5952String();
}

/**
 * The network an address is counted by: its /24, or its /64 for IPv6, in CIDR notation.
 *
 * @param address in canonical form
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return `${address.slice(0, address.lastIndexOf('.'))}.0/24`;
  const { parts } = ipaddr.IPv6.parse(address);
  const network = new ipaddr.IPv6([...parts.slice(0, 4), 0, 0, 0, 0]);
  return `${network.toRFC5952String()}/64`;
}

/**
 * The one spelling of a network in CIDR notation, host bits cleared; an address alone is a network
 * of its own.
 *
 * @returns undefined when the text is neither
 */
export function canonicalNetwork(text: string): string | undefined {
  const [before = '', length] = text.split('/', 2);
  const address = canonicalAddress(before);
  if (address === undefined || text.split('/').length > 2) return undefined;
  const most = address.includes(':') ? 128 : 32;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const bits = length === undefined ? most : Number(length);
  if (bits > most) return undefined;
  const first =
    most === 32
      ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`).toString()
      : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${bits}`).toRFC5952String();
  return `${first}/${bits}`;
}

/** Whether the address (canonical form) can't be routed on the internet: private, loopback, link-local. */
export function isPrivateAddress(address: string): boolean {
  const range = ipaddr.parse(address).range();
  return ['private', 'loopback', 'linkLocal', 'uniqueLocal', 'unspecified'].includes(range);
}
