import type { ProblemCode } from './problem-code.js';

/** Codes of events, detectors and jobs. */
export const FEATURE_PROBLEMS = {
  'detector-not-found': {
    kind: 'not-found',
    title: 'There is no such detector',
    remedy: 'List the detectors for their ids.',
  },
  'detector-options-invalid': {
    kind: 'invalid',
    title: 'The options are not ones of this detector',
    remedy: 'Correct the options that `errors` names.',
  },
  'suppressor-not-found': {
    kind: 'not-found',
    title: 'There is no such suppressor',
    remedy: 'List the suppressors for their ids.',
  },
  'suppressor-incomplete': {
    kind: 'invalid',
    title: 'The suppressor lacks what its kind needs',
    remedy: 'Give the network, the account or the time that `detail` names.',
  },
  'suppressors-too-many': {
    kind: 'conflict',
    title: 'There are too many suppressors',
    remedy: 'Delete those that are over, or declare a larger network once.',
  },
  'too-many-events': {
    kind: 'too-large',
    title: 'Too many events in one request',
    remedy: 'Split the batch; a request holds at most 10,000 events.',
  },
  'unknown-log-format': {
    kind: 'invalid',
    title: 'There is no such log format',
    remedy: '`GET /v1/log-formats` lists them; `auto` finds out.',
  },
  'stream-in-use': {
    kind: 'conflict',
    title: 'Another request is sending this log stream',
    remedy: 'Send one request of a stream at a time, in the order of the lines.',
  },
  'job-too-large': {
    kind: 'too-large',
    title: 'A job carries too much',
    remedy: 'Report it with the `requestId`: a job carries ids only.',
  },
  'job-id-invalid': {
    kind: 'invalid',
    title: 'The id cannot name a job',
    remedy: 'Use letters, digits, `.`, `_`, `@` and `-`.',
  },
  'schedule-invalid': {
    kind: 'invalid',
    title: 'The schedule cannot be read',
    remedy: 'Use a cron expression with an IANA time zone, or an interval.',
  },
} as const satisfies Record<string, ProblemCode>;
