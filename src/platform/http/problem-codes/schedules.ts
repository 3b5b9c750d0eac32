import type { ProblemCode } from './problem-code.js';

/** Codes of schedules. */
export const SCHEDULE_PROBLEMS = {
  'schedule-not-found': {
    kind: 'not-found',
    title: 'There is no such schedule',
    remedy: 'List the schedules for their ids.',
  },
  'schedule-name-taken': {
    kind: 'conflict',
    title: 'Another schedule has this name',
    remedy: 'Choose another name.',
  },
  'schedule-job-unknown': {
    kind: 'unprocessable',
    title: 'This installation has no such job to schedule',
    remedy: 'Schedule one of the jobs that the operation lists.',
  },
  'schedule-params-invalid': {
    kind: 'invalid',
    title: 'The parameters are not ones of the job',
    remedy: 'Correct the parameters that `errors` names.',
  },
} as const satisfies Record<string, ProblemCode>;
