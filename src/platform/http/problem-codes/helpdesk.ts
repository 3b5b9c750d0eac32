import type { ProblemCode } from './problem-code.js';

/** Codes of helpdesks, tickets and the operator's counter. */
export const HELPDESK_PROBLEMS = {
  'helpdesk-not-found': {
    kind: 'not-found',
    title: 'There is no such helpdesk',
    remedy: 'List the helpdesks for their ids.',
  },
  'helpdesk-name-taken': {
    kind: 'conflict',
    title: 'Another helpdesk has this name',
    remedy: 'Choose another name.',
  },
  'helpdesk-secret-needed': {
    kind: 'unprocessable',
    title: 'The secret has to be given again',
    remedy: 'Give the secret together with the new server; the old one is kept for the old server.',
  },
} as const satisfies Readonly<Record<string, ProblemCode>>;
