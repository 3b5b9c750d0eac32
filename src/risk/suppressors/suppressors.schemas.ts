import { z } from 'zod';
import { canonicalNetwork } from '../../kernel/ip-address.js';
import { PageQuery, pageView } from '../../platform/http/page.js';
import { SUPPRESSOR_KINDS } from '../domain/suppressors/suppressor.js';

const EXAMPLE = {
  id: '01937a5e-0000-7000-8000-000000000020',
  kind: 'announced-travel',
  network: null,
  accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
  account: 'alice@example.test',
  countries: ['AE', 'GB'],
  from: '2026-11-23T00:00:00.000Z',
  to: '2026-11-30T00:00:00.000Z',
  days: null,
  note: 'Trade fair in Dubai, back by way of London.',
  enabled: true,
  createdAt: '2026-11-20T09:00:00.000Z',
};

const Moment = z.iso.datetime({ offset: true });

const network = z
  .string()
  .max(60)
  .refine((text) => canonicalNetwork(text) !== undefined, 'must be an address or a network')
  .meta({ format: 'cidr' })
  .describe('In CIDR notation, or one address.');
const countries = z
  .array(z.string().regex(/^[A-Z]{2}$/))
  .min(1)
  .max(60)
  .describe('ISO 3166-1 alpha-2; only events from there.');
const note = z.string().max(1_000).describe('Why, for those who come later.');
const days = z
  .int()
  .min(1)
  .max(365)
  .describe("Only in the first days of an account: a site's learning period.");

const fields = {
  network: network.nullish(),
  accountId: z.uuid().nullish().describe('Only this account.'),
  countries: countries.nullish(),
  from: Moment.nullish().describe('Only events from then on.'),
  to: Moment.nullish().describe('Only events before.'),
  days: days.nullish(),
};

/** Body of `POST /v1/suppressors`. */
export const NewSuppressorBody = z
  .strictObject({
    kind: z
      .enum(SUPPRESSOR_KINDS)
      .describe('What is declared; it decides which detectors are silenced.'),
    ...fields,
    note: note.default(''),
    enabled: z.boolean().default(true).describe('Whether it holds.'),
  })
  .meta({
    id: 'NewSuppressor',
    examples: [
      { kind: 'mobile-network', network: '100.64.0.0/10', note: 'Carrier-grade NAT.' },
      { kind: 'bulk-sender', accountId: EXAMPLE.accountId, note: 'The weekly newsletter.' },
    ],
  });
export type NewSuppressorBody = z.output<typeof NewSuppressorBody>;

/** Body of `PATCH /v1/suppressors/{id}`. */
export const SuppressorPatchBody = z
  .strictObject({
    ...fields,
    note: note.optional(),
    enabled: z.boolean().optional().describe('Whether it holds.'),
  })
  .meta({ id: 'SuppressorPatch', examples: [{ to: '2026-12-02T00:00:00.000Z' }] });
export type SuppressorPatchBody = z.output<typeof SuppressorPatchBody>;

/** A suppressor as it is shown. */
export const SuppressorView = z
  .object({
    id: z.uuid().describe('Id of the suppressor; a signal names it in `suppressedBy`.'),
    kind: z.enum(SUPPRESSOR_KINDS).describe('What is declared.'),
    network: z.string().nullable().describe('In CIDR notation; null for every network.'),
    accountId: z.uuid().nullable().describe('The account; null for every account.'),
    account: z.string().nullable().describe('Its login.'),
    countries: z.array(z.string()).nullable().describe('ISO 3166-1 alpha-2; null for all.'),
    from: z.iso.datetime().nullable().describe('Events from then on; null for no limit.'),
    to: z.iso.datetime().nullable().describe('Events before; null for no limit.'),
    days: z.int().nullable().describe('Days after the first event; null for no limit.'),
    note: z.string().describe('Why.'),
    enabled: z.boolean().describe('Whether it holds.'),
    createdAt: z.iso.datetime().describe('When it was declared.'),
  })
  .meta({
    id: 'Suppressor',
    description: "Something that operators know and the log doesn't say.",
    examples: [EXAMPLE],
  });
export type SuppressorView = z.output<typeof SuppressorView>;

export const SuppressorPage = pageView(SuppressorView, 'SuppressorPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

/** What a cursor of the list looks like. */
export const SuppressorsCursor = z.strictObject({ after: z.uuid() });

export const SuppressorsQuery = PageQuery;
export type SuppressorsQuery = z.output<typeof SuppressorsQuery>;

export const SuppressorParams = z.strictObject({ id: z.uuid().describe('Id of the suppressor.') });
export type SuppressorParams = z.output<typeof SuppressorParams>;
