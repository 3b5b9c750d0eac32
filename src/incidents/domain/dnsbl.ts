import ipaddr from 'ipaddr.js';

/** What a zone answered for one address. */
export type ZoneAnswer =
  | { readonly kind: 'clear' }
  | {
      readonly kind: 'listed';
      /** Addresses within 127.0.0.0/8 that say why, by the zone's own code. */
      readonly codes: readonly string[];
      /** The zone's reason, from its TXT records. */
      readonly reason: string | undefined;
    }
  /** No answer that counts: the resolver or the zone is in trouble. */
  | { readonly kind: 'unknown'; readonly why: string };

/** How a zone behaves, by the test points of RFC 5782, section 5. */
export type ZoneHealth =
  | 'good'
  /** It answers for 127.0.0.1, so it would for everything: perhaps it was given up. */
  | 'lists-everything'
  /** It doesn't answer for 127.0.0.2, so it would for nothing. */
  | 'lists-nothing'
  /** It refuses us, or can't be reached. */
  | 'unreachable';

/** Addresses that a zone must not list, and must; for IPv6 the same as IPv4-mapped (RFC 5782). */
export const TEST_POINTS = {
  4: { clear: '127.0.0.1', listed: '127.0.0.2' },
  6: { clear: '::ffff:7f00:1', listed: '::ffff:7f00:2' },
} as const;

const MOST_REASON = 500;

/** The family of an address in canonical form. */
export function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

/**
 * The name to ask a zone about an address: its octets, or the 32 nibbles of an IPv6 address, in
 * reverse (RFC 5782, sections 2.1 and 2.4).
 *
 * @param address IPv4 or IPv6; an IPv4-mapped one is asked as IPv6
 */
export function queryName(address: string, zone: string): string {
  const parsed = ipaddr.parse(address);
  const labels =
    parsed.kind() === 'ipv4'
      ? parsed.toByteArray().map(String)
      : parsed
          .toByteArray()
          .flatMap((byte) => [(byte >> 4).toString(16), (byte & 15).toString(16)]);
  return `${labels.toReversed().join('.')}.${zone}`;
}

/**
 * What A records mean: codes in 127.0.0.0/8 a listing, except 127.255.255.0/24, with which zones
 * say that they don't answer such a client. Anything else is no blacklist's answer, but a
 * wildcard's or a lying resolver's.
 */
export function answerOf(records: readonly string[], texts: readonly string[]): ZoneAnswer {
  if (records.length === 0) return { kind: 'clear' };
  const refused = records.find((record) => record.startsWith('127.255.255.'));
  if (refused !== undefined)
    return {
      kind: 'unknown',
      why: `the zone refuses to answer this resolver (${refused}); ask it through a resolver of your own`,
    };
  const foreign = records.find((record) => !record.startsWith('127.'));
  if (foreign !== undefined)
    return { kind: 'unknown', why: `${foreign} is no answer of a blacklist` };
  const reason = texts.join(' ').slice(0, MOST_REASON);
  return {
    kind: 'listed',
    codes: [...records].sort(),
    reason: reason === '' ? undefined : reason,
  };
}

/** How a zone behaves, by its answers for the two test points. */
export function healthOf(forClear: ZoneAnswer, forListed: ZoneAnswer): ZoneHealth {
  if (forClear.kind === 'unknown' || forListed.kind === 'unknown') return 'unreachable';
  if (forClear.kind === 'listed') return 'lists-everything';
  return forListed.kind === 'listed' ? 'good' : 'lists-nothing';
}
