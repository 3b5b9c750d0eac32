import { z } from 'zod';
import { canonicalNetwork } from '../../kernel/ip-address.js';
import { PageQuery, pageView } from '../../platform/http/page.js';
import { EXPORT_FORMATS } from '../domain/source-export.js';

const EXAMPLE = {
  network: '203.0.113.0/24',
  score: 91.5,
  failedAccounts: 60,
  namesTried: 30,
  arrivedAccounts: 2,
  lastDay: '2026-11-23',
  accountsTouched: 62,
  accounts: ['alice@example.test', 'bob@example.test'],
};

/** A network that events came from. */
export const SourceView = z
  .object({
    network: z.string().describe('The /24, or the /64 for IPv6.'),
    score: z.number().describe('0 to 100; halves with each day.'),
    failedAccounts: z.int().describe('Accounts that failed from there, on its worst day.'),
    namesTried: z.int().describe('Names that nobody has, tried from there, on its worst day.'),
    arrivedAccounts: z
      .int()
      .describe('Accounts that came there through a provider that was new for them.'),
    lastDay: z.iso.date().describe('The last day of which something is known.'),
    accountsTouched: z.int().describe('Accounts with any event from there, counted up to 1,000.'),
    accounts: z.array(z.string()).describe('The first 20 of their logins.'),
  })
  .meta({ id: 'Source', description: 'A source network.', examples: [EXAMPLE] });
export type SourceView = z.output<typeof SourceView>;

export const SourcePage = pageView(SourceView, 'SourcePage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

/** Query of `GET /v1/sources`. */
export const SourcesQuery = PageQuery.extend({
  cidr: z
    .string()
    .max(60)
    .refine((text) => canonicalNetwork(text) !== undefined, 'must be an address or a network')
    .optional()
    .describe('Only sources within this network.'),
  minScore: z.coerce.number().min(0).max(100).default(0).describe('Only sources from this score.'),
  sort: z.enum(['-score']).default('-score').describe('The worst first.'),
});
export type SourcesQuery = z.output<typeof SourcesQuery>;

/** What a cursor of the list looks like. */
export const SourcesCursor = z.strictObject({ score: z.number(), network: z.string().max(60) });

/** Query of `GET /v1/sources/export`. */
export const SourceExportQuery = z.strictObject({
  format: z
    .enum(EXPORT_FORMATS)
    .default('plain')
    .describe(
      'plain: one address a line. crowdsec: for `cscli decisions import`. fail2ban: log lines.',
    ),
  minScore: z.coerce.number().min(1).max(100).default(50).describe('Only sources from this score.'),
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 30)
    .default(24)
    .describe('How long each is to be kept out.'),
});
export type SourceExportQuery = z.output<typeof SourceExportQuery>;
