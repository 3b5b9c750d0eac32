import { z } from 'zod';
import { canonicalAddress } from '../../kernel/ip-address.js';

const Address = z
  .string()
  .max(45)
  .refine((text) => canonicalAddress(text) === text, 'must be an address in canonical form');

const Zone = z
  .string()
  .max(120)
  .regex(
    /^(?=[^.]{1,63}\.)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){1,8}$/,
    'must be a domain name in lower case',
  );

/** `address`, `address:port` or `[address]:port`. */
const ResolverAddress = z
  .string()
  .max(60)
  .refine((text) => {
    const [, six, fourPort] = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text) ?? [];
    const bare = six ?? (/^\d+\.\d+\.\d+\.\d+:\d{1,5}$/.test(text) ? text.split(':', 1)[0] : text);
    return fourPort === undefined && canonicalAddress(bare ?? '') !== undefined;
  }, 'must be an address, with :port where it is not 53');

/** What the blacklist monitor watches, and how. */
export const BlacklistSettings = z
  .strictObject({
    addresses: z
      .array(Address)
      .max(256)
      .default([])
      .describe("The site's outgoing addresses, IPv4 and IPv6."),
    zones: z
      .array(Zone)
      .max(64)
      .default([])
      .describe(
        'DNS blacklists that are asked; read their terms of use. Most refuse public resolvers.',
      ),
    resolvers: z
      .array(ResolverAddress)
      .max(8)
      .default([])
      .describe('Name servers to ask, with :port where it is not 53; none: those of the machine.'),
    timeoutMs: z
      .int()
      .min(100)
      .max(10_000)
      .default(2_000)
      .describe('How long an answer is waited for, twice, in milliseconds.'),
  })
  .meta({
    id: 'BlacklistSettings',
    description: 'What the blacklist monitor watches, and how.',
    examples: [
      {
        addresses: ['192.0.2.25', '2001:db8::25'],
        zones: ['dnsbl.example.org'],
        resolvers: ['192.0.2.53'],
        timeoutMs: 2_000,
      },
    ],
  });
export type BlacklistSettings = z.output<typeof BlacklistSettings>;
