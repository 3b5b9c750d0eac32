import type { ProblemCode } from './problem-code.js';

/** Codes of credentials and API keys. */
export const ADMINISTRATION_PROBLEMS = {
  'api-key-not-found': {
    kind: 'not-found',
    title: 'There is no such API key',
    remedy: 'List the keys; a revoked key stays in the list.',
  },
  'api-key-in-use': {
    kind: 'conflict',
    title: 'A key cannot revoke itself',
    remedy: 'Revoke it with another admin key.',
  },
  'oidc-issuer-unavailable': {
    kind: 'unavailable',
    title: 'The issuer of the token does not answer',
    remedy: 'Send the request again after Retry-After, or use an API key.',
  },
  'scope-not-held': {
    kind: 'forbidden',
    title: 'A key can only be given scopes that its maker holds',
    remedy: 'Leave the scopes out that `errors` names, or use an admin key.',
  },
} as const satisfies Record<string, ProblemCode>;
