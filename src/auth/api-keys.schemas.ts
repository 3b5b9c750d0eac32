import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { ScopeSchema } from './domain/scopes.js';

const EXAMPLE = {
  id: '01937a5e-0000-7000-8000-000000000002',
  name: 'mx1 log shipper',
  prefix: 'aw_q7xk2m9p',
  scopes: ['events:write'],
  createdBy: 'api-key:01937a5e-0000-7000-8000-000000000001',
  createdAt: '2026-11-23T08:00:00.000Z',
  expiresAt: '2027-11-23T08:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
};
const EXAMPLE_BODY = {
  name: 'mx1 log shipper',
  scopes: ['events:write'],
  expiresAt: '2027-11-23T08:00:00.000Z',
};

export const ApiKeyParams = z.strictObject({ id: z.uuid().describe('Id of the API key.') });
export type ApiKeyParams = z.output<typeof ApiKeyParams>;

export const NewApiKeyBody = z
  .strictObject({
    name: z.string().trim().min(1).max(100).describe('Who or what will use it.'),
    scopes: z
      .array(ScopeSchema)
      .min(1)
      .max(20)
      .describe('What it allows; only scopes that you have.'),
    expiresAt: z.iso
      .datetime({ offset: true })
      .nullish()
      .describe('When it ends to work; never when left out.'),
  })
  .meta({ id: 'NewApiKey', examples: [EXAMPLE_BODY] });
export type NewApiKeyBody = z.output<typeof NewApiKeyBody>;

const moment = (what: string) => z.iso.datetime().nullable().describe(what);

export const ApiKeyView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('Start of the key, to recognise it by; not secret.'),
    scopes: z.array(ScopeSchema),
    createdBy: z.string().describe('Who made it, as in the audit log.'),
    createdAt: z.iso.datetime(),
    expiresAt: moment('When it ends to work; null for never.'),
    lastUsedAt: moment('To the minute; null when it was never used.'),
    revokedAt: moment('When it was revoked; null while it works.'),
  })
  .meta({ id: 'ApiKey', examples: [EXAMPLE] });
export type ApiKeyView = z.output<typeof ApiKeyView>;

export const MadeApiKeyView = ApiKeyView.extend({
  key: z
    .string()
    .nullable()
    .describe('The key itself, this once. null when an Idempotency-Key repeats the answer.'),
}).meta({
  id: 'MadeApiKey',
  examples: [{ ...EXAMPLE, key: 'aw_q7xk2m9p_EXAMPLE-EXAMPLE-EXAMPLE-EXAMPLE-EXAMPLE-xxx' }],
});
export type MadeApiKeyView = z.output<typeof MadeApiKeyView>;

export const ApiKeyPage = pageView(ApiKeyView, 'ApiKeyPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

export const ApiKeysQuery = PageQuery;
export type ApiKeysQuery = z.output<typeof ApiKeysQuery>;

/** Where a page of API keys ends: the id of its last key. */
export const ApiKeysCursor = z.object({ before: z.uuid() });
