import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { CONTACT_KINDS } from './contact.repository.js';
import { WORKLISTS } from './worklist.read-model.js';

const ACCOUNT = '01937a5e-0000-7000-8000-000000000001';
const EXAMPLE = {
  accountId: ACCOUNT,
  login: 'alice@example.test',
  displayName: 'Alice Example',
  level: 'critical',
  score: 93,
  standing: 'contained',
  access: 'closed',
  locked: {
    since: '2026-11-23T08:01:02.000Z',
    by: 'rule',
    reason: 'Level critical, score 93: the response policy asks for lock.',
    until: null,
  },
  why: ['The response policy locked the account at 2026-11-23T08:01:02.000Z: Level critical.'],
  places: [
    {
      address: '203.0.113.7',
      place: 'Dubai, AE',
      count: 12,
      firstAt: '2026-11-23T07:10:00.000Z',
      lastAt: '2026-11-23T07:55:00.000Z',
    },
  ],
  furtherAddresses: 0,
  findings: [],
  ticket: { key: 'AW-7K2M9QXH4BTC', url: null, status: 'open' },
  next: ['Verify the caller, then unlock the account, with a forced reset where in doubt.'],
  ways: [
    {
      contactId: '01937a5e-0000-7000-8000-000000000070',
      kind: 'mail',
      name: 'second address',
      shown: 'a…@example.org',
    },
  ],
  attributes: [{ attributeId: '01937a5e-0000-7000-8000-000000000075', name: 'employee number' }],
  release: { allowed: true, code: null, because: null },
};

export const CardsQuery = PageQuery.extend({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(5)
    .describe('How many cards at most, 1 to 20.'),
  query: z
    .string()
    .trim()
    .min(2)
    .max(200)
    .describe('Part of the login, of an address or of the display name.'),
});
export type CardsQuery = z.output<typeof CardsQuery>;

export const CardsCursor = z.strictObject({ after: z.uuid() });

export const CounterParams = z.strictObject({ id: z.uuid().describe('Id of the account.') });
export type CounterParams = z.output<typeof CounterParams>;

const moment = (what: string) => z.iso.datetime().nullable().describe(what);

export const CardView = z
  .object({
    accountId: z.uuid(),
    login: z.string(),
    displayName: z.string(),
    level: z.string(),
    score: z.number().describe('0 to 100.'),
    standing: z.string(),
    access: z.enum(['open', 'closed', 'unknown']).describe('Whether the directory lets it in.'),
    locked: z
      .object({
        since: z.iso.datetime(),
        by: z.string().describe('`rule`: the response policy; else the operator.'),
        reason: z.string(),
        until: moment('When the lock ends by itself.'),
      })
      .nullable()
      .describe('Who keeps the account out, and why; null when nobody of us does.'),
    why: z.array(z.string()).describe('Why, in sentences that can be read out.'),
    places: z
      .array(
        z.object({
          address: z.string(),
          place: z.string(),
          count: z.int(),
          firstAt: z.iso.datetime(),
          lastAt: z.iso.datetime(),
        }),
      )
      .describe('From where the account was used in the day before its newest event.'),
    furtherAddresses: z.int().describe('Addresses that are left out.'),
    findings: z
      .array(z.object({ finding: z.string(), severity: z.string() }))
      .describe('What the password audit says.'),
    ticket: z
      .object({ key: z.string(), url: z.string().nullable(), status: z.string() })
      .nullable()
      .describe('The newest ticket.'),
    next: z.array(z.string()).describe('What happens next, or what to do.'),
    ways: z
      .array(
        z.object({
          contactId: z.uuid(),
          kind: z.enum(CONTACT_KINDS),
          name: z.string(),
          shown: z.string().describe('With most of it hidden.'),
        }),
      )
      .describe('Ways to verify the caller, besides `manager` and `attributes`.'),
    attributes: z
      .array(z.object({ attributeId: z.uuid(), name: z.string().describe('What to ask for.') }))
      .describe('What the directory knows of the caller, and the operator never sees.'),
    release: z
      .object({
        allowed: z.boolean(),
        code: z.string().nullable(),
        because: z.string().nullable(),
      })
      .describe('Whether this operator may release the account once the caller is verified.'),
  })
  .meta({ id: 'HelpdeskCard', examples: [EXAMPLE] });
export type CardView = z.output<typeof CardView>;

export const CardPage = pageView(CardView, 'HelpdeskCardPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

export const WorklistParams = z.strictObject({
  name: z.enum(WORKLISTS).describe('Which list.'),
});
export type WorklistParams = z.output<typeof WorklistParams>;

export const WorklistQuery = PageQuery;
export type WorklistQuery = z.output<typeof WorklistQuery>;

export const WorklistItemView = z
  .object({
    key: z.uuid().describe('Id of the account, or of the action that waits.'),
    accountId: z.uuid(),
    login: z.string(),
    displayName: z.string().nullable(),
    since: moment('Since when.'),
    until: moment('When it ends by itself, or expires.'),
    note: z.string(),
  })
  .meta({ id: 'WorklistItem' });
export type WorklistItemView = z.output<typeof WorklistItemView>;

export const WorklistPage = pageView(WorklistItemView, 'WorklistPage').meta({
  examples: [
    {
      items: [
        {
          key: ACCOUNT,
          accountId: ACCOUNT,
          login: EXAMPLE.login,
          displayName: EXAMPLE.displayName,
          since: EXAMPLE.locked.since,
          until: null,
          note: EXAMPLE.locked.reason,
        },
      ],
      nextCursor: null,
    },
  ],
});
