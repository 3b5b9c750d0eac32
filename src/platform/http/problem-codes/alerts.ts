import type { ProblemCode } from './problem-code.js';

/** Codes of alerts. */
export const ALERT_PROBLEMS = {
  'alert-not-found': {
    kind: 'not-found',
    title: 'There is no such alert',
    remedy: 'List the alerts for their ids.',
  },
  'alert-name-taken': {
    kind: 'conflict',
    title: 'Another alert has this name',
    remedy: 'Choose another name.',
  },
  'alert-target-invalid': {
    kind: 'unprocessable',
    title: 'The alert can’t be sent there',
    remedy: 'Set SMTP_URL for mails; name a webhook that there is.',
  },
} as const satisfies Readonly<Record<string, ProblemCode>>;
