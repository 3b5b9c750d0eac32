import { z } from 'zod';

const JTI = '01937a5e-0000-7000-8000-000000000082';

export const KeySetView = z
  .object({
    keys: z.array(z.record(z.string(), z.unknown())).describe('JSON Web Keys (RFC 7517).'),
  })
  .meta({
    id: 'SecurityKeySet',
    examples: [{ keys: [{ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: JTI }] }],
  });
export type KeySetView = z.output<typeof KeySetView>;

const jti = z.string().min(1).max(100);

export const PollBody = z
  .strictObject({
    maxEvents: z.int().min(0).max(1_000).default(100).describe('How many tokens at most.'),
    returnImmediately: z.boolean().default(true).describe('The answer always comes at once.'),
    ack: z.array(jti).max(1_000).default([]).describe('Ids of tokens that were taken.'),
    setErrs: z
      .record(
        jti,
        z.strictObject({ err: z.string().max(100), description: z.string().max(500).optional() }),
      )
      .default({})
      .describe('Tokens that can’t be used, by id.'),
  })
  .meta({ id: 'SecurityEventPoll', examples: [{ maxEvents: 100, ack: [JTI] }] });
export type PollBody = z.output<typeof PollBody>;

export const PollView = z
  .object({
    sets: z.record(z.string(), z.string()).describe('Signed tokens, by id.'),
    moreAvailable: z.boolean(),
  })
  .meta({ id: 'SecurityEventTokens', examples: [{ sets: {}, moreAvailable: false }] });
export type PollView = z.output<typeof PollView>;
