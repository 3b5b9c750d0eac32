import { z } from 'zod';
import { defineDetector } from '../detector.js';
import { isUse } from '../fold-event.js';

/** Far more mail in an hour than the account ever sent. */
export const outboundBurst = defineDetector({
  id: 'outbound-burst',
  title: 'Outbound burst',
  technique: 'T1078',
  description:
    'The account sent far more messages, or to far more recipients, in this clock hour than in the busiest hour of its last weeks. ' +
    'A newsletter account with a history of bursts is not reported; without history only a very busy hour counts, and gently.',
  weight: 0.4,
  about: 'volume',
  on: ['message'],
  needs: ['volume', 'volumeBaseline'],
  options: z.strictObject({
    messagesFloor: z
      .number()
      .int()
      .positive()
      .default(60)
      .describe('Messages an hour below which nothing is reported.'),
    recipientsFloor: z
      .number()
      .int()
      .positive()
      .default(200)
      .describe('Recipients an hour below which nothing is reported.'),
    factor: z.number().min(1).default(3).describe('Times the busiest hour so far to report.'),
    certainFactor: z
      .number()
      .min(1)
      .default(10)
      .describe('Times the busiest hour so far at which it is certain.'),
    minDays: z
      .number()
      .int()
      .positive()
      .default(3)
      .describe('Earlier days with mail below which the account counts as without history.'),
    messagesWithoutHistory: z
      .number()
      .int()
      .positive()
      .default(200)
      .describe('Messages an hour to report without history.'),
    recipientsWithoutHistory: z
      .number()
      .int()
      .positive()
      .default(500)
      .describe('Recipients an hour to report without history.'),
    confidenceWithoutHistory: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.5)
      .describe('Highest confidence without history.'),
  }),

  inspect({ event }, facts, options) {
    if (event.type !== 'message' || !isUse(event)) return undefined;
    const { messages, recipients } = facts.volume();
    if (messages < options.messagesFloor && recipients < options.recipientsFloor) return undefined;

    const baseline = facts.volumeBaseline();
    const isKnown = baseline.days >= options.minDays;
    const ratio = isKnown
      ? Math.max(
          messages < options.messagesFloor ? 0 : messages / Math.max(1, baseline.messages),
          recipients < options.recipientsFloor ? 0 : recipients / Math.max(1, baseline.recipients),
        )
      : Math.max(
          messages / options.messagesWithoutHistory,
          recipients / options.recipientsWithoutHistory,
        );
    const confidence = isKnown
      ? grown(ratio, options.factor, options.certainFactor, 1)
      : grown(ratio, 1, 4, options.confidenceWithoutHistory);
    if (confidence === 0) return undefined;

    const before = isKnown
      ? `its busiest hour before had ${baseline.messages} messages to ${baseline.recipients} recipients`
      : 'nothing is known of what it usually sends';
    return {
      confidence,
      summary: `Sent ${messages} messages to ${recipients} recipients in this hour; ${before}.`,
      evidence: {
        messages,
        recipients,
        baselineMessages: baseline.messages,
        baselineRecipients: baseline.recipients,
        baselineDays: baseline.days,
      },
    };
  },
});

/** 0 below `from`, half of `most` there, growing to `most` at `to`. */
function grown(ratio: number, from: number, to: number, most: number): number {
  if (ratio < from) return 0;
  const share = to <= from ? 1 : Math.min(1, (ratio - from) / (to - from));
  return most * (0.5 + 0.5 * share);
}
