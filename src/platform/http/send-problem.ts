import type { FastifyReply } from 'fastify';
import type { DomainError } from '../../kernel/errors.js';
import { headersOf, PROBLEM_JSON, problemOf } from './problem.js';

/** Answers with the problem of a refusal, or with that of a bug when there is none. */
export function sendProblem(
  reply: FastifyReply,
  refusal: DomainError | undefined,
  requestId: string,
): FastifyReply {
  const problem = problemOf(refusal, requestId);
  // Bytes: Fastify would add a charset, which the media type doesn't have (RFC 9457, section 6.1).
  return reply
    .code(problem.status)
    .headers(headersOf(refusal))
    .header('content-type', PROBLEM_JSON)
    .send(Buffer.from(JSON.stringify(problem)));
}
