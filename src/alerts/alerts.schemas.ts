import { z } from 'zod';
import { HAPPENING_KINDS } from '../kernel/happening.js';
import { PageQuery, pageView } from '../platform/http/page.js';
import { LEVELS } from '../risk/domain/level.js';

const EXAMPLE = {
  id: '01937a5e-0000-7000-8000-000000000090',
  name: 'on call',
  kinds: ['account.level-changed', 'incident.opened'],
  level: 'critical',
  mailTo: 'oncall@example.com',
  webhookId: null,
  groupMinutes: 5,
  perHour: 6,
  silencedUntil: null,
  enabled: true,
};

export const AlertParams = z.strictObject({ id: z.uuid().describe('Id of the alert.') });
export type AlertParams = z.output<typeof AlertParams>;

export const AlertsQuery = PageQuery;
export type AlertsQuery = z.output<typeof AlertsQuery>;
export const AlertsCursor = z.strictObject({ after: z.uuid() });

const fields = {
  name: z.string().trim().min(1).max(100).describe('What people call it; unique.'),
  kinds: z.array(z.enum(HAPPENING_KINDS)).min(1).describe('What it is about.'),
  level: z.enum(LEVELS).describe('Of changes of level: the lowest one that is told.'),
  groupMinutes: z
    .int()
    .min(0)
    .max(1_440)
    .describe('What happens within this time of the first is one message.'),
  perHour: z
    .int()
    .min(1)
    .max(60)
    .describe('Messages an hour at most; what comes meanwhile waits for the next.'),
  enabled: z.boolean().describe('Whether anything is told.'),
};
const silencedUntil = z.iso
  .datetime()
  .nullable()
  .describe('Until then nothing is told, and not later either.');

export const NewAlertBody = z
  .strictObject({
    name: fields.name,
    kinds: fields.kinds,
    level: fields.level.default('critical'),
    mailTo: z.email().optional().describe('By mail, with SMTP_URL.'),
    webhookId: z.uuid().optional().describe('By one of the webhooks.'),
    groupMinutes: fields.groupMinutes.default(5),
    perHour: fields.perHour.default(6),
    silencedUntil: silencedUntil.default(null),
    enabled: fields.enabled.default(true),
  })
  .refine(({ mailTo, webhookId }) => (mailTo === undefined) !== (webhookId === undefined), {
    path: ['mailTo'],
    message: 'give either mailTo or webhookId',
  })
  .meta({
    id: 'NewAlert',
    examples: [{ name: EXAMPLE.name, kinds: EXAMPLE.kinds, mailTo: EXAMPLE.mailTo }],
  });
export type NewAlertBody = z.output<typeof NewAlertBody>;

export const AlertPatchBody = z
  .strictObject({
    name: fields.name.optional(),
    kinds: fields.kinds.optional(),
    level: fields.level.optional(),
    groupMinutes: fields.groupMinutes.optional(),
    perHour: fields.perHour.optional(),
    silencedUntil: silencedUntil.optional(),
    enabled: fields.enabled.optional(),
  })
  .meta({ id: 'AlertPatch', examples: [{ silencedUntil: '2026-11-23T12:00:00.000Z' }] });
export type AlertPatchBody = z.output<typeof AlertPatchBody>;

export const AlertView = z
  .object({
    id: z.uuid(),
    ...fields,
    mailTo: z.string().nullable(),
    webhookId: z.uuid().nullable(),
    silencedUntil,
  })
  .meta({ id: 'Alert', examples: [EXAMPLE] });
export type AlertView = z.output<typeof AlertView>;

export const AlertPage = pageView(AlertView, 'AlertPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});
