import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { HELPDESK_KINDS } from './connectors.js';
import { Inbound } from './domain/inbound.js';
import { TicketRules } from './domain/rules.js';
import { Templates } from './domain/templates.js';
import type { HelpdeskKind } from './helpdesk-kind.js';

const EXAMPLE = {
  id: '01937a5e-0000-7000-8000-000000000060',
  name: 'service desk',
  kind: 'request-tracker',
  settings: { url: 'https://rt.example.com', token: '********', queue: 'Security' },
  rules: [{ on: 'level', level: 'critical', priority: 'high' }],
  templates: {},
  inbound: { whenResolved: 'nothing', whenRejected: 'nothing' },
  enabled: true,
  problem: null,
  createdAt: '2026-11-23T07:55:00.000Z',
};

export const HelpdeskParams = z.strictObject({ id: z.uuid().describe('Id of the helpdesk.') });
export type HelpdeskParams = z.output<typeof HelpdeskParams>;

const name = z.string().trim().min(1).max(100).describe('What people call it; unique.');
const enabled = z.boolean().describe('Whether tickets are made there.');

const [rt, zammad, glpi, jira, servicenow, zendesk, webhook, email] = HELPDESK_KINDS;

export const NewHelpdeskBody = z
  .discriminatedUnion('kind', [
    bodyOf(rt),
    bodyOf(zammad),
    bodyOf(glpi),
    bodyOf(jira),
    bodyOf(servicenow),
    bodyOf(zendesk),
    bodyOf(webhook),
    bodyOf(email),
  ])
  .meta({
    id: 'NewHelpdesk',
    examples: [
      {
        name: EXAMPLE.name,
        kind: EXAMPLE.kind,
        settings: { url: 'https://rt.example.com', token: '1-14-EXAMPLE', queue: 'Security' },
      },
    ],
  });
export type NewHelpdeskBody = z.output<typeof NewHelpdeskBody>;

export const HelpdeskPatchBody = z
  .strictObject({
    name: name.optional(),
    settings: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Only what changes; objects are merged, "********" keeps a secret.'),
    rules: TicketRules.unwrap().optional(),
    templates: Templates.unwrap().optional(),
    inbound: Inbound.unwrap().optional(),
    enabled: enabled.optional(),
  })
  .meta({ id: 'HelpdeskPatch', examples: [{ enabled: false }] });
export type HelpdeskPatchBody = z.output<typeof HelpdeskPatchBody>;

export const HelpdeskView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.string().describe('What sort of helpdesk it is.'),
    settings: z
      .record(z.string(), z.unknown())
      .describe('Settings of its kind, defaults filled in; secrets read "********".'),
    rules: z.array(z.unknown()).describe('What opens a ticket, where, how urgent.'),
    templates: z.record(z.string(), z.unknown()).describe('Own texts of its tickets.'),
    inbound: z
      .record(z.string(), z.unknown())
      .describe('What follows when a ticket is ended in the helpdesk.'),
    enabled,
    problem: z
      .string()
      .nullable()
      .describe('Why the last try failed; null while all is well. What waits is sent later.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Helpdesk', examples: [EXAMPLE] });
export type HelpdeskView = z.output<typeof HelpdeskView>;

export const HelpdeskPage = pageView(HelpdeskView, 'HelpdeskPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

export const HelpdeskTestView = z
  .object({
    reachable: z.boolean().describe('Whether it answered, with a queue that can be used.'),
    product: z.string().nullable().describe('Name and version in its own words.'),
    caveats: z.array(z.string()).describe("What it can't do, or what has to be set right."),
    problem: z.string().nullable().describe('Why it can’t be used.'),
    tookMs: z.number().describe('How long it took, in milliseconds.'),
  })
  .meta({
    id: 'HelpdeskTest',
    examples: [
      {
        reachable: true,
        product: 'Request Tracker 5.0.3',
        caveats: [],
        problem: null,
        tookMs: 84,
      },
    ],
  });
export type HelpdeskTestView = z.output<typeof HelpdeskTestView>;

export const HelpdesksQuery = PageQuery;
export type HelpdesksQuery = z.output<typeof HelpdesksQuery>;

export const HelpdesksCursor = z.strictObject({ after: z.uuid() });

function bodyOf<Kind extends string, Schema extends z.ZodType<Record<string, unknown>>>(
  kind: Pick<HelpdeskKind<Kind, Schema>, 'kind' | 'settings'>,
) {
  return z.strictObject({
    name,
    kind: z.literal(kind.kind).describe('What sort of helpdesk it is.'),
    settings: kind.settings.describe('How to reach it.'),
    rules: TicketRules,
    templates: Templates,
    inbound: Inbound,
    enabled: enabled.default(true),
  });
}

export const HintBody = z
  .strictObject({
    ticket: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .describe("The ticket's key, or the helpdesk's own id of it."),
  })
  .meta({ id: 'TicketHint', examples: [{ ticket: 'AW-7K2M9QXH4BTC' }] });
export type HintBody = z.output<typeof HintBody>;
