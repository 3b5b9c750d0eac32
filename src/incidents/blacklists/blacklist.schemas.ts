import { z } from 'zod';
import { PageQuery, pageView } from '../../platform/http/page.js';

const Moment = z.iso.datetime();

const EXAMPLE_LISTING = {
  id: '019aad7c-7000-7c4d-8e5f-607182930415',
  address: '192.0.2.25',
  zone: 'dnsbl.example.org',
  codes: ['127.0.0.2'],
  reason: 'Spam received, see https://dnsbl.example.org/192.0.2.25',
  listedAt: '2026-11-23T08:00:00.000Z',
  seenAt: '2026-11-23T11:00:00.000Z',
  delistedAt: null,
};

/** What a check brought. */
export const CheckResult = z.object({
  zones: z
    .array(
      z.object({
        zone: z.string().describe('The blacklist.'),
        family: z
          .union([z.literal(4), z.literal(6)])
          .describe('Of which addresses; a blacklist may know one kind only.'),
        health: z
          .enum(['good', 'lists-everything', 'lists-nothing', 'unreachable'])
          .describe(
            'good; lists-everything: it answers for 127.0.0.1; lists-nothing: not for 127.0.0.2 (RFC 5782, section 5). Only the answers of a good one count.',
          ),
        why: z.string().nullable().describe('What went wrong; null when nothing did.'),
      }),
    )
    .describe('How each blacklist behaved.'),
  answers: z
    .array(
      z.object({
        address: z.string().describe('The outgoing address.'),
        zone: z.string().describe('The blacklist.'),
        answer: z
          .enum(['clear', 'listed', 'unknown'])
          .describe('unknown: it said nothing that counts.'),
        codes: z.array(z.string()).describe("The zone's codes, in 127.0.0.0/8."),
        reason: z.string().nullable().describe("The zone's reason, or why there is no answer."),
      }),
    )
    .describe('What each blacklist said of each address.'),
});
export type CheckResult = z.output<typeof CheckResult>;

export const CheckView = z
  .object({
    id: z.uuid().describe('Id of the check.'),
    status: z.enum(['queued', 'running', 'done', 'failed']).describe('How far it has come.'),
    requestedBy: z.string().describe('Who asked for it.'),
    progress: z
      .object({
        done: z.int().describe('Questions that were answered.'),
        total: z.int().describe('Questions in all.'),
      })
      .describe('How far it has come, in figures.'),
    result: CheckResult.nullable().describe('null until it is done.'),
    createdAt: Moment.describe('When it was asked for.'),
    finishedAt: Moment.nullable().describe('When it ended.'),
  })
  .meta({
    id: 'BlacklistCheck',
    description: 'One look at all blacklists.',
    examples: [
      {
        id: '019aad7c-7100-7d5e-8f60-718293041526',
        status: 'done',
        requestedBy: 'api-key:01937a5e-0000-7000-8000-000000000001',
        progress: { done: 4, total: 4 },
        result: {
          zones: [{ zone: 'dnsbl.example.org', family: 4, health: 'good', why: null }],
          answers: [
            {
              address: '192.0.2.25',
              zone: 'dnsbl.example.org',
              answer: 'listed',
              codes: ['127.0.0.2'],
              reason: 'Spam received',
            },
          ],
        },
        createdAt: '2026-11-23T08:00:00.000Z',
        finishedAt: '2026-11-23T08:00:01.000Z',
      },
    ],
  });
export type CheckView = z.output<typeof CheckView>;

export const ListingView = z
  .object({
    id: z.uuid().describe('Id of the listing.'),
    address: z.string().describe('The outgoing address.'),
    zone: z.string().describe('The blacklist.'),
    codes: z.array(z.string()).describe("The zone's codes, in 127.0.0.0/8."),
    reason: z.string().nullable().describe("The zone's own words."),
    listedAt: Moment.describe('The first check that found it listed.'),
    seenAt: Moment.describe('The last check that found it listed.'),
    delistedAt: Moment.nullable().describe('The first check that found it gone; null until then.'),
  })
  .meta({
    id: 'BlacklistListing',
    description: 'An address on a blacklist, now or earlier.',
    examples: [EXAMPLE_LISTING],
  });
export type ListingView = z.output<typeof ListingView>;

export const ListingPageView = pageView(ListingView, 'BlacklistListingPage').meta({
  examples: [{ items: [EXAMPLE_LISTING], nextCursor: null }],
});

/** Query of the list of listings. */
export const ListingsQuery = PageQuery.extend({
  current: z.stringbool().default(false).describe('true: only listings that last.'),
});
export type ListingsQuery = z.output<typeof ListingsQuery>;

export const ListingPosition = z.strictObject({ id: z.uuid() });

export const CheckParams = z.strictObject({ id: z.uuid().describe('Id of the check.') });
export type CheckParams = z.output<typeof CheckParams>;
