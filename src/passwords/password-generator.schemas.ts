import { z } from 'zod';

/** Body of `POST /v1/passwords/generate`. */
export const PasswordGenerationBody = z
  .strictObject({
    kind: z
      .enum(['passphrase', 'random'])
      .default('passphrase')
      .describe('Words with hyphens between them, or random characters.'),
    words: z
      .int()
      .min(3)
      .max(10)
      .default(5)
      .describe('Words of a passphrase; more when the policy asks for it.'),
    length: z
      .int()
      .min(8)
      .max(128)
      .default(16)
      .describe('Random characters; more when the policy asks for it.'),
    policy: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('Policy that it has to pass; the one that holds for the account when left out.'),
    account: z
      .string()
      .max(320)
      .optional()
      .describe('Login name or mail address of whom it is for.'),
  })
  .prefault({})
  .meta({
    id: 'PasswordGenerationBody',
    examples: [{ kind: 'passphrase', words: 5, account: 'alice@example.com' }],
  });
export type PasswordGenerationBody = z.output<typeof PasswordGenerationBody>;

/** Answer of `POST /v1/passwords/generate`. */
export const GeneratedPasswordView = z
  .object({
    password: z.string().describe('The password. It is in this answer and nowhere else.'),
    entropyBits: z
      .number()
      .describe('Logarithm (base 2) of how many it might have been for whoever knows the recipe.'),
    policy: z.string().describe('Name of the policy that it passes.'),
    policyVersion: z.int().describe('Version of the policy.'),
  })
  .meta({
    id: 'GeneratedPassword',
    examples: [
      {
        password: 'gutter-kneecap-unsavory-tidal-perm',
        entropyBits: 64.6,
        policy: 'default',
        policyVersion: 1,
      },
    ],
  });
export type GeneratedPasswordView = z.output<typeof GeneratedPasswordView>;
