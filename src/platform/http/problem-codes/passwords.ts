import type { ProblemCode } from './problem-code.js';

/** Codes of password checks and policies. */
export const PASSWORD_PROBLEMS = {
  'password-policy-not-found': {
    kind: 'not-found',
    title: 'There is no such password policy',
    remedy: 'Use one of the presets, or list the policies.',
  },
  'password-too-long': {
    kind: 'unprocessable',
    title: 'The password is too long to be checked',
    remedy: 'Offer a password of at most 1,024 bytes in UTF-8.',
  },
  'strength-pool-saturated': {
    kind: 'unavailable',
    title: 'Too many passwords are being checked',
    remedy: 'Send the request again after Retry-After.',
  },
  'password-policy-name-taken': {
    kind: 'conflict',
    title: 'Another password policy has this name',
    remedy: 'Choose another name, or change the policy that has it.',
  },
  'password-policy-read-only': {
    kind: 'conflict',
    title: 'A policy that comes with the product cannot be changed so',
    remedy: 'Make a policy of your own with `basedOn`; `default` can be changed, not removed.',
  },
  'password-policy-changed': {
    kind: 'conflict',
    title: 'The password policy was changed meanwhile',
    remedy: 'Read the policy again and repeat the change on its newest version.',
  },
  'too-many-password-policies': {
    kind: 'unprocessable',
    title: 'There are too many password policies',
    remedy: 'Remove a policy that nobody needs.',
  },
  'directory-policy-unknown': {
    kind: 'unprocessable',
    title: 'The directory does not say which rules hold for a password',
    remedy:
      '`POST /v1/directories/{id}/test` lists whether it can; compare with a standard instead.',
  },
  'no-password-passes': {
    kind: 'unprocessable',
    title: 'No password was found that passes the policy',
    remedy: 'Look for rules that contradict each other, or ask for the other kind.',
  },
  'breach-list-invalid': {
    kind: 'unprocessable',
    title: 'The list of breached passwords cannot be read',
    remedy: 'Send lines `HASH:COUNT` of one kind of hash, ordered by hash.',
  },
  'breach-list-refused': {
    kind: 'unprocessable',
    title: 'The list of breached passwords is not whole',
    remedy:
      'Look at what the detail says; `maxDrop` and `canaries` admit a list that is meant to be so.',
  },
  'breach-import-running': {
    kind: 'conflict',
    title: 'Another import of this list is under way',
    remedy: 'Wait until it is done, then send the list again.',
  },
} as const satisfies Record<string, ProblemCode>;
