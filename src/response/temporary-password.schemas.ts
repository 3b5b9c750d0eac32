import { z } from 'zod';

/** A temporary password, shown once. */
export const TemporaryPasswordView = z
  .object({
    accountId: z.uuid().describe('The account.'),
    password: z
      .string()
      .nullable()
      .describe('The password; null in the repeat of an answer under the same Idempotency-Key.'),
  })
  .meta({
    id: 'TemporaryPassword',
    examples: [
      { accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0', password: 'Kp7m-wRt4-9vHn-x2Qc' },
    ],
  });
export type TemporaryPasswordView = z.output<typeof TemporaryPasswordView>;
