import { z } from 'zod';
import { HAPPENING_KINDS } from '../kernel/happening.js';
import { PageQuery, pageView } from '../platform/http/page.js';
import { DELIVERY_STATUSES } from './delivery.repository.js';
import { WEBHOOK_FORMATS } from './webhook.repository.js';

const WEBHOOK = '01937a5e-0000-7000-8000-000000000080';
const DELIVERY = '01937a5e-0000-7000-8000-000000000081';
const EXAMPLE = {
  id: WEBHOOK,
  name: 'SIEM',
  url: 'https://siem.example.com/hooks/authwarden',
  kinds: ['account.level-changed', 'action.finished'],
  format: 'standard',
  audience: null,
  enabled: true,
  disabledBecause: null,
  createdAt: '2026-11-23T07:55:00.000Z',
};

export const WebhookParams = z.strictObject({ id: z.uuid().describe('Id of the webhook.') });
export type WebhookParams = z.output<typeof WebhookParams>;

export const DeliveryParams = z.strictObject({
  id: z.uuid().describe('Id of the webhook.'),
  deliveryId: z.uuid().describe('Id of the delivery.'),
});
export type DeliveryParams = z.output<typeof DeliveryParams>;

const name = z.string().trim().min(1).max(100).describe('What people call it; unique.');
const url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .describe('Where messages are posted to. Private networks need PRIVATE_TARGETS.');
const kinds = z
  .array(z.enum(['*', ...HAPPENING_KINDS]))
  .min(1)
  .describe('What it wants to hear of; `*` is everything.');
const enabled = z.boolean().describe('Whether messages are made and sent.');

export const NewWebhookBody = z
  .strictObject({
    name,
    url,
    kinds,
    enabled: enabled.default(true),
    format: z
      .enum(WEBHOOK_FORMATS)
      .default('standard')
      .describe(
        'standard: signed JSON (Standard Webhooks). set-push: security event tokens (CAEP, RISC) by POST (RFC 8935). set-poll: the same, fetched by the receiver (RFC 8936).',
      ),
    audience: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('Audience of security event tokens; the URL where absent.'),
    bearerToken: z
      .string()
      .min(1)
      .max(2_000)
      .optional()
      .describe('For set-push: sent to the receiver; stored encrypted.'),
  })
  .meta({
    id: 'NewWebhook',
    examples: [{ name: EXAMPLE.name, url: EXAMPLE.url, kinds: EXAMPLE.kinds }],
  });
export type NewWebhookBody = z.output<typeof NewWebhookBody>;

export const WebhookPatchBody = z
  .strictObject({
    name: name.optional(),
    url: url.optional(),
    kinds: kinds.optional(),
    enabled: enabled.optional(),
  })
  .meta({ id: 'WebhookPatch', examples: [{ enabled: true }] });
export type WebhookPatchBody = z.output<typeof WebhookPatchBody>;

export const WebhookView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    url: z.string(),
    kinds: z.array(z.string()),
    format: z.enum(WEBHOOK_FORMATS),
    audience: z.string().nullable(),
    enabled,
    disabledBecause: z.string().nullable().describe('Why the machine disabled it.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Webhook', examples: [EXAMPLE] });
export type WebhookView = z.output<typeof WebhookView>;

export const NewWebhookView = WebhookView.extend({
  secret: z
    .string()
    .nullable()
    .describe('Signs the messages (Standard Webhooks); shown this once.'),
}).meta({ id: 'NewWebhookView', examples: [{ ...EXAMPLE, secret: 'whsec_EXAMPLE' }] });
export type NewWebhookView = z.output<typeof NewWebhookView>;

export const WebhookPage = pageView(WebhookView, 'WebhookPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

export const DeliveryView = z
  .object({
    id: z.uuid(),
    messageId: z
      .string()
      .describe('`webhook-id` of the message: the same for every attempt and replay.'),
    kind: z.string(),
    status: z.enum(DELIVERY_STATUSES),
    attempts: z.int(),
    nextTryAt: z.iso.datetime().nullable().describe('When it is tried next; null at the end.'),
    lastStatus: z.int().nullable().describe('HTTP status of the last answer.'),
    problem: z.string().nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'WebhookDelivery',
    examples: [
      {
        id: DELIVERY,
        messageId: 'msg_01937a5e-0000-7000-8000-000000000082',
        kind: 'action.finished',
        status: 'waiting',
        attempts: 2,
        nextTryAt: '2026-11-23T08:06:00.000Z',
        lastStatus: 503,
        problem: 'The receiver answered 503.',
        createdAt: '2026-11-23T08:01:00.000Z',
        finishedAt: null,
      },
    ],
  });
export type DeliveryView = z.output<typeof DeliveryView>;

export const DeliveryPage = pageView(DeliveryView, 'WebhookDeliveryPage').meta({
  examples: [{ items: [], nextCursor: null }],
});

export const WebhooksQuery = PageQuery;
export type WebhooksQuery = z.output<typeof WebhooksQuery>;
export const WebhooksCursor = z.strictObject({ after: z.uuid() });
export const DeliveriesCursor = z.strictObject({ before: z.uuid() });
