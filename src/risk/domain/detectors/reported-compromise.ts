import { z } from 'zod';
import { defineDetector } from '../detector.js';

/**
 * What another system tells of an account by a security event token (RFC 8417): it is no event of
 * the logs, so nothing is found here. Whoever takes the token in writes the signal; this says what
 * it is called and what it weighs.
 */
export const reportedCompromise = defineDetector({
  id: 'reported-compromise',
  title: 'Compromise that another system reports',
  technique: 'T1078',
  description:
    'An identity provider or another sender of security events (RISC, CAEP) says that a credential of the account is in other hands, or that its risk has risen. ' +
    'It is as good as the sender; a credential that is used there alone may say little about the one that is used here.',
  weight: 0.6,
  about: 'password',
  on: [],
  needs: [],
  options: z.strictObject({}),
  inspect: () => undefined,
});
