import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';

const EXAMPLE_SIGNAL = {
  id: '019aad7c-4800-7d11-8a55-0f6c1d2e3b4a',
  accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
  detector: 'distributed-sign-ins',
  technique: 'T1078',
  at: '2026-11-23T08:00:00.000Z',
  confidence: 0.9,
  summary: 'Signed in from 12 networks within an hour.',
  evidence: { networks: 12, windowHours: 1 },
  suppressedBy: null,
};

const EXAMPLE_DETECTOR = {
  id: 'impossible-travel',
  title: 'Impossible travel',
  technique: 'T1078',
  description: 'Two sign-ins too far apart for the time between them.',
  enabled: true,
  weight: 0.5,
  options: { maxSpeedKmh: 900 },
};

const Moment = z.iso.datetime({ offset: true });

/** One detector's evidence against an account. */
export const SignalView = z
  .object({
    id: z.uuid().describe('Id of the signal.'),
    accountId: z.uuid().describe('The account it speaks of.'),
    detector: z.string().describe('Id of the detector.'),
    technique: z.string().describe('MITRE ATT&CK technique.'),
    at: z.iso.datetime().describe('Time of the event that raised it.'),
    confidence: z.number().describe('0 to 1.'),
    summary: z.string().describe('One sentence for people.'),
    evidence: z
      .record(z.string(), z.unknown())
      .describe('What was seen: addresses, counts, places.'),
    suppressedBy: z
      .string()
      .nullable()
      .describe('What keeps it from counting; null when it counts.'),
  })
  .meta({ id: 'Signal', description: 'Evidence against an account.', examples: [EXAMPLE_SIGNAL] });
export type SignalView = z.output<typeof SignalView>;

export const SignalPageView = pageView(SignalView, 'SignalPage').meta({
  examples: [{ items: [EXAMPLE_SIGNAL], nextCursor: null }],
});

/** Query of `GET /v1/accounts/{id}/signals`. */
export const AccountSignalsQuery = PageQuery.extend({
  detector: z.string().max(80).optional().describe('Only signals of this detector.'),
  from: Moment.optional().describe('Earliest time, inclusive.'),
  to: Moment.optional().describe('Latest time, exclusive.'),
});
export type AccountSignalsQuery = z.output<typeof AccountSignalsQuery>;

/** Query of `GET /v1/signals`. */
export const SignalsQuery = AccountSignalsQuery.extend({
  accountId: z.uuid().optional().describe('Only signals of this account.'),
});
export type SignalsQuery = z.output<typeof SignalsQuery>;

/** What a cursor of the signal list looks like. */
export const SignalPosition = z.strictObject({ at: Moment, id: z.uuid() });

/** A detector and how it is set. */
export const DetectorView = z
  .object({
    id: z.string().describe('Stable id.'),
    title: z.string().describe('Name for people.'),
    technique: z.string().describe('MITRE ATT&CK technique.'),
    description: z.string().describe('What it means, and what else it could be.'),
    enabled: z.boolean().describe('Whether it looks at events.'),
    weight: z.number().describe('What a fresh signal of full confidence contributes, 0 to 1.'),
    options: z.record(z.string(), z.unknown()).describe('Thresholds and windows.'),
  })
  .meta({ id: 'Detector', description: 'A detector.', examples: [EXAMPLE_DETECTOR] });
export type DetectorView = z.output<typeof DetectorView>;

export const DetectorListView = z
  .object({ items: z.array(DetectorView), nextCursor: z.null().describe('The list has one page.') })
  .meta({ id: 'DetectorList', examples: [{ items: [EXAMPLE_DETECTOR], nextCursor: null }] });
export type DetectorListView = z.output<typeof DetectorListView>;

export const DetectorParams = z.strictObject({
  id: z.string().max(80).describe('Id of the detector.'),
});
export type DetectorParams = z.output<typeof DetectorParams>;

/** Body of `PATCH /v1/detectors/{id}`. */
export const DetectorPatchBody = z
  .strictObject({
    enabled: z.boolean().optional().describe('Switches the detector on or off.'),
    weight: z.number().min(0).max(1).optional().describe('0 to 1.'),
    options: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Options to change; the others keep their value.'),
  })
  .meta({ id: 'DetectorPatch', examples: [{ weight: 0.4, options: { maxSpeedKmh: 1000 } }] });
export type DetectorPatchBody = z.output<typeof DetectorPatchBody>;

/** Body of `POST /v1/accounts/{id}/verdict`. */
export const VerdictBody = z
  .strictObject({
    verdict: z
      .enum(['compromised', 'safe'])
      .describe('compromised: keep the score at its height. safe: settle the evidence so far.'),
    note: z.string().max(2_000).default('').describe('Why, for the audit log.'),
  })
  .meta({ id: 'Verdict', examples: [{ verdict: 'safe', note: 'She travels; we called her.' }] });
export type VerdictBody = z.output<typeof VerdictBody>;
