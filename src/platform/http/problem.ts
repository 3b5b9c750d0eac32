import { HttpException, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import { DomainError, type DomainErrorKind } from '../../kernel/errors.js';
import { isDatabaseOutage } from '../database/database-outage.js';
import { PROBLEM_CODES } from './problem-codes.js';

/** Media type of RFC 9457. */
export const PROBLEM_JSON = 'application/problem+json';

/** HTTP status of each kind of refusal; the compiler asks for one when a kind is added. */
export const STATUS_OF = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'unsupported-media': 415,
  unprocessable: 422,
  'too-many': 429,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<DomainErrorKind | 'internal', number>;

const RETRY_AFTER_SECONDS = 5;

/** The body of every error, RFC 9457; `Problem` in the OpenAPI document. */
export const ProblemView = z.object({
  type: z.string().describe('Where the code is explained, relative to the service.'),
  title: z.string().describe('The same for every problem of this code.'),
  status: z.int().describe('The HTTP status.'),
  detail: z.string().describe('What went wrong this time, and what to do about it.'),
  code: z.string().describe('Stable, for programs.'),
  requestId: z.string().describe('Finds the request in the log.'),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('For bad input: which field, and why.'),
});
export type ProblemView = z.output<typeof ProblemView>;

/** An error as a refusal that the caller may read; undefined for a bug, which answers 500. */
export function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (isDatabaseOutage(error)) {
    return new DomainError(
      'unavailable',
      'database-unavailable',
      'The database does not answer right now. Send the request again.',
    );
  }
  if (error instanceof NotFoundException) {
    return new DomainError('not-found', 'not-found', 'No operation has this method and path.');
  }
  const status = statusOf(error);
  return status === undefined ? undefined : refusalOfStatus(status, error);
}

/** The problem that the caller sees. Without a refusal it says nothing but that there is one. */
export function problemOf(refusal: DomainError | undefined, requestId: string): ProblemView {
  const code = refusal?.code ?? 'internal';
  const { errors } = refusal?.details ?? {};
  return {
    type: `/docs/problems#${code}`,
    title: PROBLEM_CODES[code]?.title ?? 'The request was refused',
    status: STATUS_OF[refusal?.kind ?? 'internal'],
    detail: refusal?.message ?? 'The request could not be answered. The log has the reason.',
    code,
    requestId,
    ...(errors ? { errors: errors.map(({ path, message }) => ({ path, message })) } : {}),
  };
}

/** Headers that go with the problem: when to come back, and how to authenticate. */
export function headersOf(refusal: DomainError | undefined): Readonly<Record<string, string>> {
  if (!refusal) return {};
  const { retryAfter } = refusal.details;
  const wait = retryAfter ?? (refusal.kind === 'unavailable' ? RETRY_AFTER_SECONDS : undefined);
  return {
    ...(wait === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(wait))) }),
    ...(refusal.kind === 'unauthenticated' ? { 'www-authenticate': 'Bearer' } : {}),
  };
}

// Fastify and Nest name the status on the error; only these are the caller's doing.
function refusalOfStatus(status: number, error: unknown): DomainError | undefined {
  switch (status) {
    case 400:
      return isJsonSyntaxError(error)
        ? new DomainError('invalid', 'malformed-json', 'The body is not valid JSON.')
        : new DomainError('invalid', 'malformed-request', 'The request can not be read.');
    case 413:
      return new DomainError('too-large', 'body-too-large', 'The body is over the limit.');
    case 414:
      return new DomainError('invalid', 'malformed-request', 'A part of the path is too long.');
    case 415:
      return new DomainError(
        'unsupported-media',
        'unsupported-media-type',
        'The operation does not take this Content-Type.',
      );
    case 503:
      return new DomainError('unavailable', 'overloaded', 'The service is busy. Try again soon.');
    default:
      return undefined;
  }
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

function isJsonSyntaxError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof SyntaxError || isJsonSyntaxError(error.cause)) return true;
  const code = 'code' in error ? error.code : undefined;
  return code === 'FST_ERR_CTP_INVALID_JSON_BODY' || code === 'FST_ERR_CTP_EMPTY_JSON_BODY';
}
