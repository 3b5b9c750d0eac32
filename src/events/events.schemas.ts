import { z } from 'zod';
import { canonicalAddress } from '../kernel/ip-address.js';
import { PageQuery, pageView } from '../platform/http/page.js';
import { EVENT_TYPES, LISTENERS, OUTCOMES } from './domain/auth-event.js';
import { EventView } from './domain/event-view.js';
import { isTimeZone } from './domain/zoned-time.js';

const EXAMPLE_EVENT = {
  id: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
  type: 'authentication',
  time: '2026-11-23T08:00:00.000Z',
  account: 'alice@example.com',
  sourceIp: '203.0.113.7',
  protocol: 'smtp',
  outcome: 'success',
  reason: null,
  server: 'mx1.example.com',
  listener: 'external',
  client: 'laptop.example.org',
  session: 's1',
  mechanism: 'plain',
  tls: true,
  message: null,
  place: { country: 'NL', city: 'Utrecht', asn: 64_500, organization: 'Example Networks' },
} as const;

const Moment = z.iso.datetime({ offset: true });

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits = '0', ...more] = text.split('/');
  const width = address.includes(':') ? 128 : 32;
  return (
    more.length === 0 &&
    canonicalAddress(address) !== undefined &&
    /^\d{1,3}$/.test(bits) &&
    Number(bits) <= width
  );
}

const PlaceView = z.object({
  country: z.string().nullable().describe('ISO 3166-1 alpha-2.'),
  city: z.string().nullable().describe('Nearest town.'),
  asn: z.int().nullable().describe('Number of the autonomous system that announces the address.'),
  organization: z.string().nullable().describe('Who runs that system.'),
});

/** An event as it is stored, and where its address is thought to be today. */
export const StoredEventView = EventView.extend({
  id: z.uuid().describe('Id of the event: the same content always has the same.'),
  place: PlaceView.nullable().describe(
    'Where the address is thought to be; null where no database knows.',
  ),
}).meta({
  id: 'StoredEvent',
  description: 'One sign-in or message, as it was stored.',
  examples: [EXAMPLE_EVENT],
});
export type StoredEventView = z.output<typeof StoredEventView>;

export const EventPageView = pageView(StoredEventView, 'EventPage').meta({
  examples: [{ items: [EXAMPLE_EVENT], nextCursor: null }],
});

/** Filters that every list of events has. */
export const EventListQuery = PageQuery.extend({
  sourceIp: z
    .string()
    .refine(isAddressOrNetwork, 'must be an address or a network such as 203.0.113.0/24')
    .optional()
    .describe('Address, or network in CIDR notation.'),
  from: Moment.optional().describe('Earliest time, inclusive.'),
  to: Moment.optional().describe('Latest time, exclusive.'),
  type: z.enum(EVENT_TYPES).optional().describe('Only sign-ins, or only messages.'),
  outcome: z.enum(OUTCOMES).optional().describe('Only successes, or only failures.'),
});
export type EventListQuery = z.output<typeof EventListQuery>;

/** Query of `GET /v1/events`. */
export const EventsQuery = EventListQuery.extend({
  account: z.string().min(1).max(320).optional().describe('Login or alias of the account.'),
});
export type EventsQuery = z.output<typeof EventsQuery>;

/** What `after` of an event list's cursor looks like. */
export const EventPositionSchema = z.strictObject({ at: Moment, id: z.uuid() });

/** Answer of `POST /v1/events`. */
export const IngestView = z
  .object({
    accepted: z.int().describe('Events that were new: stored, scored and counted.'),
    duplicates: z.int().describe('Events that had been stored before; they change nothing.'),
    rejected: z.int().describe('Lines that are no valid event.'),
    rejections: z
      .array(
        z.object({
          line: z.int().describe('Line of the body, or place in the array, from 1.'),
          code: z.string().describe('Stable code of the complaint.'),
          detail: z.string().describe('Which field, and what it should have been.'),
        }),
      )
      .describe('The first 100 rejections.'),
    signals: z.int().describe('Signals that these events raised.'),
  })
  .meta({
    id: 'IngestResult',
    description: 'What became of the events.',
    examples: [
      {
        accepted: 2,
        duplicates: 0,
        rejected: 1,
        rejections: [
          { line: 3, code: 'invalid-event', detail: 'outcome must be one of success, failure' },
        ],
        signals: 0,
      },
    ],
  });
export type IngestView = z.output<typeof IngestView>;

/** Query of `POST /v1/logs`. */
export const LogsQuery = z.strictObject({
  format: z.string().max(40).default('auto').describe('One of `GET /v1/log-formats`, or `auto`.'),
  stream: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Names a log that goes on: sessions still open at the end of this request go on in the next one of the same stream.',
    ),
  server: z.string().min(1).max(255).optional().describe('The server that wrote the log.'),
  listener: z
    .enum(LISTENERS)
    .default('unknown')
    .describe('Whether the log is that of a service that faces the internet.'),
  timezone: z
    .string()
    .max(64)
    .refine(
      isTimeZone,
      'must be an IANA time zone such as Asia/Kolkata, or an offset such as +05:30',
    )
    .default('UTC')
    .describe('Zone of time stamps that name none: IANA name or offset.'),
  year: z.coerce
    .number()
    .int()
    .min(1990)
    .max(2100)
    .optional()
    .describe('Year of the first line, when its time stamp has none.'),
});
export type LogsQuery = z.output<typeof LogsQuery>;

/** Answer of `POST /v1/logs`. */
export const LogsView = z
  .object({
    format: z.string().describe('The format that the lines were read as.'),
    lines: z.int().describe('Lines read.'),
    events: z.int().describe('Events found that were new.'),
    duplicates: z.int().describe('Events found that had been stored before.'),
    ignored: z.int().describe('Lines of the format that say nothing about a sign-in.'),
    unparsed: z.int().describe("Lines that weren't understood."),
    signals: z.int().describe('Signals that the events raised.'),
    firstEventAt: z.iso.datetime().nullable().describe('Time of the earliest event.'),
    lastEventAt: z.iso.datetime().nullable().describe('Time of the latest event.'),
  })
  .meta({
    id: 'LogResult',
    description: 'What was found in the log.',
    examples: [
      {
        format: 'mailscan',
        lines: 43,
        events: 2,
        duplicates: 0,
        ignored: 20,
        unparsed: 0,
        signals: 0,
        firstEventAt: '2010-05-28T06:14:56.000Z',
        lastEventAt: '2010-05-28T06:14:57.000Z',
      },
    ],
  });
export type LogsView = z.output<typeof LogsView>;

/** One line of the answer of `POST /v1/logs/preview`. */
export const PreviewView = z
  .object({
    id: z.union([z.string(), z.number()]).describe("The question's id."),
    events: z.array(EventView).describe('What the lines say.'),
  })
  .meta({
    id: 'LogPreview',
    description: 'What the lines of one question would be understood as.',
    examples: [{ id: '1', events: [] }],
  });

/** Answer of `GET /v1/log-formats`. */
export const LogFormatsView = z
  .object({
    items: z.array(
      z.object({
        format: z.string().describe('Name for `format=`.'),
        title: z.string().describe('What it is.'),
        example: z.string().describe('A line, or a few, as the server writes them.'),
      }),
    ),
  })
  .meta({
    id: 'LogFormats',
    description: 'The log formats that can be read.',
    examples: [
      {
        items: [
          {
            format: 'sshd',
            title: 'OpenSSH server',
            example:
              'Nov 23 08:00:00 mx1 sshd[4242]: Failed password for alice from 203.0.113.7 port 50022 ssh2',
          },
        ],
      },
    ],
  });
export type LogFormatsView = z.output<typeof LogFormatsView>;
