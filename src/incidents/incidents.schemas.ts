import { z } from 'zod';
import { STANDINGS } from '../accounts/domain/standing.js';
import { PageQuery, pageView } from '../platform/http/page.js';
import { LEVELS } from '../risk/domain/level.js';
import { INCIDENT_STATUSES } from './domain/incident.js';
import { WAVE_STATES } from './domain/second-wave.js';

export const EXAMPLE_INCIDENT = {
  id: '019aad7c-6000-7b3c-9d4e-5f6071829304',
  number: 7,
  status: 'contained',
  title: '31 accounts used from 1,367 addresses in 36 countries',
  openedAt: '2026-11-23T08:00:04.000Z',
  changedAt: '2026-11-23T11:05:00.000Z',
  closedAt: null,
  mergedInto: null,
  firstSignInAt: '2026-11-23T06:16:20.000Z',
  firstAbuseAt: '2026-11-23T06:41:02.000Z',
  lastActivityAt: '2026-11-23T11:04:40.000Z',
  accounts: 31,
  addresses: 1_367,
  networks: 1_289,
  countries: ['BR', 'TR'],
  signIns: 1_400,
  messages: 1_330,
  recipients: 3_912,
  secondWave: { none: 0, watching: 29, quiet: 2, recurred: 0 },
};

const EXAMPLE_MEMBER = {
  accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
  login: 'usr1@example.com',
  displayName: 'Belora Tamik',
  joinedAt: '2026-11-23T08:00:04.000Z',
  standing: 'remediated',
  score: 97.12,
  level: 'critical',
  networks: 44,
  sharedNetworks: 7,
  remediatedAt: '2026-11-23T08:00:06.000Z',
  secondWave: 'watching',
};

const Moment = z.iso.datetime();

/** An incident in figures. */
export const IncidentView = z
  .object({
    id: z.uuid().describe('Id of the incident.'),
    number: z.int().describe('Counts up; for people to speak of.'),
    status: z
      .enum(INCIDENT_STATUSES)
      .describe(
        'open; contained: every account was locked or got a new password, and is watched; closed; merged into another one.',
      ),
    title: z.string().describe('The incident in one line.'),
    openedAt: Moment.describe('When it was noticed.'),
    changedAt: Moment.describe('When something of it changed last.'),
    closedAt: Moment.nullable().describe('When it was closed or merged.'),
    mergedInto: z.uuid().nullable().describe('The incident that it turned out to be part of.'),
    firstSignInAt: Moment.describe("First sign-in by the intruders, in the log's time."),
    firstAbuseAt: Moment.nullable().describe('First message that they handed in.'),
    lastActivityAt: Moment.describe('Last use by them.'),
    accounts: z.int().describe('Accounts that they used.'),
    addresses: z.int().describe('Addresses that they came from.'),
    networks: z.int().describe('Networks of those addresses, /24 or /64.'),
    countries: z
      .array(z.string())
      .describe('Countries of the addresses, ISO 3166-1 alpha-2, the most frequent first.'),
    signIns: z.int().describe('Their sign-ins.'),
    messages: z.int().describe('Messages that they handed in.'),
    recipients: z.int().describe('Recipients of those messages.'),
    secondWave: z
      .object({
        none: z.int().describe('Not remedied yet.'),
        watching: z.int().describe('Remedied and watched.'),
        quiet: z.int().describe('Watched to the end: nobody came back.'),
        recurred: z.int().describe('Misused again after the remedy.'),
      })
      .describe('Accounts by the state of the watch after their remedy.'),
  })
  .meta({
    id: 'Incident',
    description: 'Accounts that were misused together.',
    examples: [EXAMPLE_INCIDENT],
  });
export type IncidentView = z.output<typeof IncidentView>;

export const IncidentPageView = pageView(IncidentView, 'IncidentPage').meta({
  examples: [{ items: [EXAMPLE_INCIDENT], nextCursor: null }],
});

/** Query of `GET /v1/incidents`. */
export const IncidentsQuery = PageQuery.extend({
  status: z.enum(INCIDENT_STATUSES).optional().describe('Only incidents in this status.'),
  accountId: z.uuid().optional().describe('Only incidents that this account belongs to.'),
});
export type IncidentsQuery = z.output<typeof IncidentsQuery>;

/** What a cursor of the lists looks like. */
export const IdPosition = z.strictObject({ id: z.uuid() });

export const IncidentParams = z.strictObject({ id: z.uuid().describe('Id of the incident.') });
export type IncidentParams = z.output<typeof IncidentParams>;

/** An account of an incident. */
export const IncidentMemberView = z
  .object({
    accountId: z.uuid().describe('The account.'),
    login: z.string().describe('Its login.'),
    displayName: z.string().nullable().describe("The directory's name for it."),
    joinedAt: Moment.describe('When it was joined to the incident.'),
    standing: z.enum(STANDINGS).describe('Where it stands between suspicion and remedy.'),
    score: z.number().describe('0 to 100.'),
    level: z.enum(LEVELS).describe('The score in a word.'),
    networks: z.int().describe('Networks from which intruders used it.'),
    sharedNetworks: z
      .int()
      .describe('Those of them from which they used other accounts of the incident, too.'),
    remediatedAt: Moment.nullable().describe('When it was locked or got a new password.'),
    secondWave: z.enum(WAVE_STATES).describe('State of the watch after the remedy.'),
  })
  .meta({
    id: 'IncidentMember',
    description: 'An account of an incident.',
    examples: [EXAMPLE_MEMBER],
  });
export type IncidentMemberView = z.output<typeof IncidentMemberView>;

export const IncidentMemberPageView = pageView(IncidentMemberView, 'IncidentMemberPage').meta({
  examples: [{ items: [EXAMPLE_MEMBER], nextCursor: null }],
});
