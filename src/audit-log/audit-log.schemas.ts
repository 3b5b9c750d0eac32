import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';

const EXAMPLE = {
  sequence: 42,
  at: '2026-11-23T08:00:00.000Z',
  actor: 'api-key:01937a5e-0000-7000-8000-000000000001',
  what: 'api-key.created',
  subject: '01937a5e-0000-7000-8000-000000000002',
  detail: { name: 'mx1 log shipper', scopes: ['events:write'] },
  requestId: '01937a5e-0000-7000-8000-000000000003',
  previousHash: '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9',
  hash: '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b',
};

export const AuditEntryView = z
  .object({
    sequence: z.int().describe('Place in the chain, from 1 and without gaps.'),
    at: z.iso.datetime().describe('When it was done.'),
    actor: z
      .string()
      .describe('`api-key:<id>`, `jwt:<subject>`, or the name of a part of the machine.'),
    what: z.string().describe('What was done.'),
    subject: z.string().nullable().describe('What it was done to.'),
    detail: z.record(z.string(), z.unknown()).describe('What explains it; never a secret.'),
    requestId: z.string().nullable().describe('Id of the request that did it.'),
    previousHash: z.string().describe('Hash of the entry before.'),
    hash: z.string().describe('SHA-256 over this entry and the previous hash, in hexadecimal.'),
  })
  .meta({ id: 'AuditEntry', examples: [EXAMPLE] });
export type AuditEntryView = z.output<typeof AuditEntryView>;

export const AuditEntryPage = pageView(AuditEntryView, 'AuditEntryPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

const text = (what: string) => z.string().min(1).max(300).optional().describe(what);

export const AuditLogQuery = PageQuery.extend({
  actor: text('Only what this actor did.'),
  what: text('Only this kind of deed, such as `api-key.created`.'),
  subject: text('Only what was done to this subject.'),
  from: z.iso.datetime({ offset: true }).optional().describe('Only from this moment on.'),
  to: z.iso.datetime({ offset: true }).optional().describe('Only before this moment.'),
});
export type AuditLogQuery = z.output<typeof AuditLogQuery>;

/** Where a page of the audit log ends: the sequence of its last entry. */
export const AuditLogCursor = z.object({ before: z.int().positive() });

export const ChainVerdictView = z
  .object({
    valid: z.boolean().describe('Whether every entry is unchanged and in its place.'),
    entries: z.int().describe('How many entries were checked and found good.'),
    firstBrokenSequence: z
      .int()
      .nullable()
      .describe('The first place at which the chain is broken; null when it is whole.'),
    headHash: z
      .string()
      .describe(
        'Hash of the last good entry. Keep it elsewhere: a later check of a longer chain must still hold this entry.',
      ),
  })
  .meta({
    id: 'AuditChainVerdict',
    examples: [{ valid: true, entries: 42, firstBrokenSequence: null, headHash: EXAMPLE.hash }],
  });
export type ChainVerdictView = z.output<typeof ChainVerdictView>;
