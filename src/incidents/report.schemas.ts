import { z } from 'zod';
import { ATTRIBUTES } from './domain/common-points.js';
import { WAVE_STATES } from './domain/second-wave.js';
import { IncidentView } from './incidents.schemas.js';

const Moment = z.iso.datetime();
const Count = z.int();

const Bars = z
  .array(z.object({ at: Moment.describe('Start of the bar.'), value: z.number() }))
  .describe('Bars with something in them, in the order of time.');

/** A report as JSON. */
export const IncidentReportView = z
  .object({
    madeAt: Moment.describe('When the report was made.'),
    incident: IncidentView.omit({ changedAt: true, mergedInto: true, secondWave: true }).describe(
      'The incident in figures.',
    ),
    questions: z
      .array(
        z.object({
          number: z.int().describe('1 to 10.'),
          question: z.string().describe('What a postmaster asks.'),
          answer: z.string().describe('One or two sentences.'),
          details: z.array(z.string()).describe('What the answer rests on.'),
        }),
      )
      .describe('The ten questions of every such case, answered.'),
    nextSteps: z.array(z.string()).describe('What to do next, the most urgent first.'),
    leadWindow: z
      .object({
        firstSignInAt: Moment.describe('First sign-in by the intruders.'),
        firstAccount: z.string().describe('Login of the account that they signed in to.'),
        firstAbuseAt: Moment.nullable().describe('Their first message.'),
        minutes: Count.nullable().describe('From the one to the other.'),
        sentence: z.string().describe('The same for people.'),
      })
      .describe('How long they were in before they did harm.'),
    commonPoints: z
      .object({
        points: z.array(
          z.object({
            attribute: z.enum(ATTRIBUTES).describe('What sort of trait.'),
            value: z.string().describe('The trait.'),
            membersWith: Count.describe('Accounts of the incident that have it.'),
            members: Count.describe('Accounts of the incident of which the attribute is known.'),
            othersWith: Count.describe('Other accounts that have it.'),
            others: Count.describe('Other accounts of which the attribute is known.'),
            lift: z.number().describe('How much more frequent it is in the incident than overall.'),
            pValue: z.number().describe("One-sided, by Fisher's exact test."),
            qValue: z.number().describe('Adjusted after Benjamini and Hochberg.'),
            sentence: z.string().describe('The same for people.'),
          }),
        ),
        tested: Count.describe('Traits that were tested.'),
        others: Count.describe('Accounts that they were compared with.'),
        isSample: z.boolean().describe('Whether those are a sample.'),
      })
      .describe('What the accounts share, and the others not: where passwords may have got out.'),
    countries: z
      .array(
        z.object({
          country: z.string().describe('ISO 3166-1 alpha-2; ?? where it is not known.'),
          addresses: Count,
          signIns: Count,
          messages: Count,
        }),
      )
      .describe('Where the intruders came from.'),
    places: z
      .array(
        z.object({
          latitude: z.number(),
          longitude: z.number(),
          country: z.string(),
          city: z.string().nullable(),
          addresses: Count,
          signIns: Count,
        }),
      )
      .describe('The same on a map; at most 400 places.'),
    series: z
      .object({
        binMinutes: Count.describe('Minutes of a bar of addressesAMinute.'),
        addressesAMinute: Bars.describe('Addresses in the busiest minute of each bar.'),
        binHours: Count.describe('Hours of a bar of messagesAnHour.'),
        messagesAnHour: Bars.describe('Messages an hour, as the mean of each bar.'),
      })
      .describe('The attack over time.'),
    mail: z
      .object({
        messages: Count.describe('Messages that were accepted from the intruders.'),
        recipients: Count.describe('Their recipients.'),
        rejectedRecipients: Count.describe('Recipients that were refused.'),
        unnamedMessages: Count.describe(
          'Messages from their addresses for which the log names no account.',
        ),
      })
      .describe('What was sent.'),
    passwords: z
      .object({
        audited: Count.nullable().describe('Accounts that were audited; null without any audit.'),
        weak: Count.describe('Those of them whose password can be guessed.'),
        storedInClear: Count.describe('Those whose password can be read in the directory.'),
      })
      .describe('What password audits say of the accounts.'),
    blacklists: z
      .object({
        watched: Count.describe('Outgoing addresses that are watched.'),
        listings: z.array(
          z.object({
            address: z.string(),
            zone: z.string(),
            since: Moment,
            until: Moment.nullable().describe('null while it is listed.'),
            reason: z.string().nullable(),
          }),
        ),
      })
      .describe('Outgoing addresses on blacklists since the incident began.'),
    actions: z
      .array(z.object({ operation: z.string(), status: z.string(), count: Count, lastAt: Moment }))
      .describe('What was done.'),
    secondWave: z
      .object({ state: z.enum(WAVE_STATES), sentence: z.string() })
      .describe('Whether the intruders came back after the remedy.'),
    timeline: z
      .array(
        z.object({
          at: Moment,
          clock: z.enum(['log', 'service']).describe("The servers' logs, or Authwarden's clock."),
          what: z.string(),
        }),
      )
      .describe('What happened, by each clock in the order of time.'),
    accounts: z
      .array(
        z.object({
          accountId: z.uuid(),
          login: z.string(),
          displayName: z.string().nullable(),
          score: z.number(),
          level: z.string(),
          standing: z.string(),
          firstAt: Moment.describe('First use by the intruders.'),
          lastAt: Moment.describe('Last use by them.'),
          firstMessageAt: Moment.nullable(),
          addresses: Count,
          countries: z.array(z.string()),
          messages: Count,
          recipients: Count,
          sharedNetworks: Count.describe('Networks that they used on other accounts, too.'),
          evidence: z.array(z.string()).describe('The strongest signals.'),
          actions: z.array(z.string()),
          findings: z.array(z.string()),
          secondWave: z.enum(WAVE_STATES),
          endPoints: z.array(z.string()).describe('Addresses where the new password was typed in.'),
        }),
      )
      .describe('The accounts, the one misused first comes first.'),
    alsoTouched: z
      .array(
        z.object({ accountId: z.uuid(), login: z.string(), addresses: Count, firstAt: Moment }),
      )
      .describe("Accounts outside of the incident that were used from the intruders' addresses."),
    otherIncidents: z
      .array(z.object({ id: z.uuid(), number: Count, title: z.string() }))
      .describe('Other incidents within the same time.'),
  })
  .describe('All that is known of an incident.');
