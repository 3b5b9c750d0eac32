import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { TICKET_STATUSES } from './domain/ticket.js';

const EXAMPLE = {
  id: '01937a5e-0000-7000-8000-000000000061',
  helpdesk: { id: '01937a5e-0000-7000-8000-000000000060', name: 'service desk' },
  about: { kind: 'account', id: '01937a5e-0000-7000-8000-000000000001' },
  accountId: '01937a5e-0000-7000-8000-000000000001',
  login: 'alice@example.test',
  epoch: 1,
  key: 'AW-7K2M9QXH4BTC',
  status: 'open',
  title: '[AW-7K2M9QXH4BTC] alice@example.test: critical, score 93, contained',
  remoteId: '4711',
  url: 'https://rt.example.com/Ticket/Display.html?id=4711',
  waitingNotes: 0,
  problem: null,
  createdAt: '2026-11-23T08:01:00.000Z',
  openedAt: '2026-11-23T08:01:01.000Z',
  resolvedAt: null,
};

export const TicketsQuery = PageQuery.extend({
  status: z.enum(TICKET_STATUSES).optional().describe('Only tickets that have come so far.'),
  accountId: z.uuid().optional().describe('Only tickets of this account.'),
  helpdeskId: z.uuid().optional().describe('Only tickets in this helpdesk.'),
});
export type TicketsQuery = z.output<typeof TicketsQuery>;

export const TicketsCursor = z.strictObject({ before: z.uuid() });

const moment = (what: string) => z.iso.datetime().nullable().describe(what);

export const TicketView = z
  .object({
    id: z.uuid(),
    helpdesk: z.object({ id: z.uuid(), name: z.string() }).describe('Where it is.'),
    about: z
      .object({ kind: z.enum(['account', 'incident', 'blacklist']), id: z.string() })
      .describe('What it is about.'),
    accountId: z.uuid().nullable(),
    login: z.string().nullable(),
    epoch: z.int().describe('The how-many-th ticket of what it is about.'),
    key: z.string().describe('By which it is found in the helpdesk; part of its title.'),
    status: z
      .enum(TICKET_STATUSES)
      .describe(
        'wanted: the helpdesk has not taken it yet. resolving: it is to be closed there. abandoned: the helpdesk has lost it.',
      ),
    title: z.string().nullable(),
    remoteId: z.string().nullable().describe("The helpdesk's own id."),
    url: z.string().nullable().describe('Its page in the helpdesk.'),
    waitingNotes: z.int().describe('Notes that the helpdesk has not been told yet.'),
    problem: z.string().nullable().describe('Why the helpdesk refused it.'),
    createdAt: z.iso.datetime(),
    openedAt: moment('When the helpdesk took it.'),
    resolvedAt: moment('When it was closed.'),
  })
  .meta({ id: 'Ticket', examples: [EXAMPLE] });
export type TicketView = z.output<typeof TicketView>;

export const TicketPage = pageView(TicketView, 'TicketPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});
