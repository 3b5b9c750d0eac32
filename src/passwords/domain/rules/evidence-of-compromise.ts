import { z } from 'zod';
import { ruleKind } from '../rule.js';

/** A stored password that somebody else knows has to be changed. Judged in audits. */
export const evidenceOfCompromise = ruleKind({
  id: 'evidence-of-compromise',
  title: 'Changed when somebody else knows it',
  clause: 'NIST SP 800-63B-4 §3.1.1.2',
  options: z.strictObject({}),

  demand: () => ({
    message: 'Change it: there is evidence that somebody else knows it.',
    passes: ({ compromised }) => (compromised === undefined ? undefined : !compromised),
  }),
});
