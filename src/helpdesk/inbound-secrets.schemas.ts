import { z } from 'zod';

const EXAMPLE = {
  scheme: 'X-Hub-Signature: sha1=…',
  isSet: true,
  formerUntil: '2026-11-24T07:55:00.000Z',
};

const HOURS_A_WEEK = 7 * 24;

export const InboundSecretBody = z
  .strictObject({
    secret: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('The one that the helpdesk shows; one is made where absent.'),
    formerHours: z
      .int()
      .min(0)
      .max(HOURS_A_WEEK)
      .default(24)
      .describe('How long the secret before it is good, too.'),
  })
  .meta({ id: 'InboundSecret', examples: [{ secret: 'EXAMPLE-secret-of-the-helpdesk' }] });
export type InboundSecretBody = z.output<typeof InboundSecretBody>;

export const InboundSigningView = z
  .object({
    scheme: z.string().describe('How the kind of helpdesk signs.'),
    isSet: z.boolean().describe('Without a secret no webhook is taken.'),
    formerUntil: z.iso
      .datetime()
      .nullable()
      .describe('Until when the secret before is good, too; null when it isn’t.'),
  })
  .meta({ id: 'InboundSigning', examples: [EXAMPLE] });
export type InboundSigningView = z.output<typeof InboundSigningView>;

export const InboundSecretView = InboundSigningView.extend({
  secret: z.string().nullable().describe('Shown this once.'),
}).meta({ id: 'InboundSecretView', examples: [{ ...EXAMPLE, secret: 'EXAMPLE' }] });
export type InboundSecretView = z.output<typeof InboundSecretView>;
