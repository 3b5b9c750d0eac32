import type { ProblemCode } from './problem-code.js';

/** Codes that any request may get, whatever it asks for. */
export const REQUEST_PROBLEMS = {
  'invalid-request': {
    kind: 'invalid',
    title: 'The request is not as it must be',
    remedy: 'Correct the fields that `errors` names, and send the request again.',
  },
  'not-an-api-process': {
    kind: 'not-found',
    title: 'This process does not answer the API',
    remedy: 'Call a process whose ROLE is api or all.',
  },
  'malformed-json': {
    kind: 'invalid',
    title: 'The body is not JSON',
    remedy: 'Send a JSON value that matches the Content-Type.',
  },
  'malformed-request': {
    kind: 'invalid',
    title: 'The request cannot be read',
    remedy: 'Check the URL, the Content-Length and the Content-Encoding.',
  },
  'invalid-cursor': {
    kind: 'invalid',
    title: 'The cursor is not one of this list',
    remedy: 'Pass `nextCursor` as it was answered, or start again without a cursor.',
  },
  'invalid-idempotency-key': {
    kind: 'invalid',
    title: 'The Idempotency-Key cannot be used',
    remedy: 'Send 1 to 255 visible ASCII characters; a fresh UUID for each write is best.',
  },
  unauthenticated: {
    kind: 'unauthenticated',
    title: 'No valid credential',
    remedy: 'Send `Authorization: Bearer` with an API key or a JWT that has not expired.',
  },
  forbidden: {
    kind: 'forbidden',
    title: 'The credential does not allow this',
    remedy: 'Use a credential with a scope that the operation names.',
  },
  'not-found': {
    kind: 'not-found',
    title: 'There is nothing here',
    remedy: 'Check the path and the method against /docs.',
  },
  'idempotency-key-reused': {
    kind: 'conflict',
    title: 'The Idempotency-Key belongs to another request',
    remedy: 'Send a fresh key, or repeat the first request exactly.',
  },
  'idempotency-key-in-use': {
    kind: 'conflict',
    title: 'The first request with this Idempotency-Key is still being worked on',
    remedy: 'Wait as long as Retry-After says, then repeat the request with the same key.',
  },
  'body-too-large': {
    kind: 'too-large',
    title: 'The body is too large',
    remedy: 'Send less at once; the operation names its limit.',
  },
  'unsupported-media-type': {
    kind: 'unsupported-media',
    title: 'The Content-Type or Content-Encoding is not one of this operation',
    remedy: 'Use a Content-Type that the operation lists; the encoding may be gzip or none.',
  },
  'too-many-requests': {
    kind: 'too-many',
    title: 'Too many requests',
    remedy: 'Wait as long as Retry-After says. RATE_LIMIT sets the limit.',
  },
  overloaded: {
    kind: 'unavailable',
    title: 'More work than the service can take on right now',
    remedy: 'Send the request again after Retry-After; nothing of it was done.',
  },
  'database-unavailable': {
    kind: 'unavailable',
    title: 'The database does not answer',
    remedy: 'Send the request again after Retry-After, with the same Idempotency-Key for a write.',
  },
  'not-ready': {
    kind: 'unavailable',
    title: 'A part that the service needs does not answer',
    remedy: '`errors` names the parts; the log says why.',
  },
  internal: {
    kind: 'internal',
    title: 'Something went wrong inside',
    remedy: 'Look for the `requestId` in the log; it holds the whole error.',
  },
} as const satisfies Record<string, ProblemCode>;
