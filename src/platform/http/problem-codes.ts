import { ADMINISTRATION_PROBLEMS } from './problem-codes/administration.js';
import { ALERT_PROBLEMS } from './problem-codes/alerts.js';
import { FEATURE_PROBLEMS } from './problem-codes/features.js';
import { INCIDENT_PROBLEMS } from './problem-codes/incidents.js';
import { PASSWORD_PROBLEMS } from './problem-codes/passwords.js';
import { HELPDESK_PROBLEMS } from './problem-codes/helpdesk.js';
import { PASSWORD_AUDIT_PROBLEMS } from './problem-codes/password-audits.js';
import type { ProblemCode } from './problem-codes/problem-code.js';
import { REQUEST_PROBLEMS } from './problem-codes/request.js';
import { RESPONSE_PROBLEMS } from './problem-codes/response.js';
import { SCHEDULE_PROBLEMS } from './problem-codes/schedules.js';
import { WEBHOOK_PROBLEMS } from './problem-codes/webhooks.js';

/** Every `code` that a problem can carry. A spec checks that none in the sources is missing. */
export const PROBLEM_CODES: Readonly<Record<string, ProblemCode>> = {
  ...REQUEST_PROBLEMS,
  ...ADMINISTRATION_PROBLEMS,
  ...ALERT_PROBLEMS,
  ...FEATURE_PROBLEMS,
  ...INCIDENT_PROBLEMS,
  ...PASSWORD_PROBLEMS,
  ...HELPDESK_PROBLEMS,
  ...PASSWORD_AUDIT_PROBLEMS,
  ...RESPONSE_PROBLEMS,
  ...SCHEDULE_PROBLEMS,
  ...WEBHOOK_PROBLEMS,
};
