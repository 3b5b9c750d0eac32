import { z } from 'zod';
import { defineDetector } from '../detector.js';

/**
 * What a password audit has found: it is no event, so nothing is found here. The audit writes the
 * signal; this says what it is called and what it weighs.
 */
export const passwordFinding = defineDetector({
  id: 'password-finding',
  title: 'Password that others may know',
  technique: 'T1110.002',
  description:
    'A password audit has found that the password is guessed easily, in a breach list, a default, the name, or readable where it is stored. ' +
    'That alone is no sign of misuse, so it raises an account no further than medium; it makes other signals weigh more.',
  weight: 0.4,
  about: 'password',
  on: [],
  needs: [],
  options: z.strictObject({}),
  inspect: () => undefined,
});
