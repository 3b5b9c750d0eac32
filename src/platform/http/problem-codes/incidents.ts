import type { ProblemCode } from './problem-code.js';

/** Codes of incidents. */
export const INCIDENT_PROBLEMS = {
  'incident-not-found': {
    kind: 'not-found',
    title: 'There is no such incident',
    remedy: 'List the incidents for their ids.',
  },
  'incident-without-accounts': {
    kind: 'conflict',
    title: 'The incident has no accounts any more',
    remedy: 'Read the report of the incident that `mergedInto` names, if any.',
  },
  'blacklist-check-not-found': {
    kind: 'not-found',
    title: 'There is no such check',
    remedy: 'Ask for a check, and poll the one that was answered.',
  },
  'blacklist-nothing-to-check': {
    kind: 'conflict',
    title: 'There is nothing to check',
    remedy: 'Name the outgoing addresses and the blacklists: `PUT /v1/blacklist-monitor`.',
  },
  'replay-not-found': {
    kind: 'not-found',
    title: 'There is no such replay',
    remedy: 'List the replays for their ids.',
  },
  'replay-span-invalid': {
    kind: 'invalid',
    title: 'The time of the replay makes no sense',
    remedy: 'Give a start before its end, at most 92 days apart.',
  },
} as const satisfies Record<string, ProblemCode>;
