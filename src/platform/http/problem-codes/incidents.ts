import type { ProblemCode } from './problem-code.js';

/** Codes of incidents. */
export const INCIDENT_PROBLEMS = {
  'incident-not-found': {
    kind: 'not-found',
    title: 'There is no such incident',
    remedy: 'List the incidents for their ids.',
  },
} as const satisfies Record<string, ProblemCode>;
