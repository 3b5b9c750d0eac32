import { z } from 'zod';
import { PageQuery, pageView } from '../../platform/http/page.js';
import { NOTICE_STATUSES } from './notice.js';

const EXAMPLE = {
  id: '01937a5e-0000-7000-8000-000000000041',
  accountId: '01937a5e-0000-7000-8000-000000000001',
  login: 'alice@example.test',
  subject: 'Your password was replaced',
  text: 'Dear Alice: somebody else used your account. Call the helpdesk for a new password.',
  status: 'sent',
  sentTo: 'a…e@example.net',
  problem: null,
  createdAt: '2026-11-23T08:01:00.000Z',
  endedAt: '2026-11-23T08:02:00.000Z',
};

export const NoticesQuery = PageQuery.extend({
  status: z.enum(NOTICE_STATUSES).optional().describe('Only those that have come so far.'),
  accountId: z.uuid().optional().describe('Only those to the owner of this account.'),
  campaign: z.uuid().optional().describe('Only those of this reset campaign.'),
});
export type NoticesQuery = z.output<typeof NoticesQuery>;

export const NoticesCursor = z.strictObject({ before: z.uuid() });

export const NoticeView = z
  .object({
    id: z.uuid().describe('That of the action that it is about.'),
    accountId: z.uuid(),
    login: z.string().nullable(),
    subject: z.string(),
    text: z.string(),
    status: z
      .enum(NOTICE_STATUSES)
      .describe('waiting: the mail server has not taken it yet. not-sent: `problem` says why.'),
    sentTo: z.string().nullable().describe('A registered second address is shown masked.'),
    problem: z.string().nullable(),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable().describe('When it was sent, or given up.'),
  })
  .meta({ id: 'Notice', examples: [EXAMPLE] });
export type NoticeView = z.output<typeof NoticeView>;

export const NoticePage = pageView(NoticeView, 'NoticePage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});
