import { z } from 'zod';
import { STANDARDS } from './domain/presets/presets.js';

/** Query of `GET /v1/password-policies/{name}/contradictions`. */
export const ContradictionsQuery = z
  .strictObject({
    standard: z
      .enum(STANDARDS.map(({ name }) => name))
      .optional()
      .describe('The standard to compare with.'),
    directory: z.uuid().optional().describe('Id of the directory whose own rules to compare with.'),
    account: z
      .string()
      .min(1)
      .max(320)
      .optional()
      .describe('Login of an account in the directory, as rules may differ; any without.'),
  })
  .refine(({ standard, directory }) => (standard === undefined) !== (directory === undefined), {
    path: ['standard'],
    message: 'either standard or directory is needed',
  });
export type ContradictionsQuery = z.output<typeof ContradictionsQuery>;

/** Answer of `GET /v1/password-policies/{name}/contradictions`. */
export const ContradictionsView = z
  .object({
    policy: z.string().describe('Name of the policy.'),
    policyVersion: z.int().describe('Its version.'),
    against: z.string().describe('The standard, or where in the directory the rules come from.'),
    contradictions: z.array(
      z.object({
        topic: z.string().describe('What it is about: length, composition, history and so on.'),
        kind: z
          .enum(['weaker', 'forbidden', 'refused-there'])
          .describe(
            'weaker: less is asked for, by the policy than by the standard, or by the directory than by the policy. forbidden: the standard forbids it. refused-there: the directory refuses what the policy lets pass.',
          ),
        clause: z.string().describe('Where it is written.'),
        ours: z.string().describe('What the policy says.'),
        theirs: z.string().describe('What the standard or the directory says.'),
      }),
    ),
  })
  .meta({
    id: 'PasswordPolicyContradictions',
    examples: [
      {
        policy: 'staff',
        policyVersion: 2,
        against: 'nist-800-63b-4',
        contradictions: [
          {
            topic: 'rotation',
            kind: 'forbidden',
            clause: 'NIST SP 800-63B-4 §3.1.1.2',
            ours: 'asked for',
            theirs: 'no change without a reason',
          },
        ],
      },
    ],
  });
export type ContradictionsView = z.output<typeof ContradictionsView>;
