import { Readable } from 'node:stream';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, type Observable, switchMap } from 'rxjs';
import { DomainError } from '../../kernel/errors.js';
import { callerKey } from './caller.js';
import { fingerprintOf, idempotencyKeyOf, recordKeyOf } from './idempotency-key.js';
import { SHOWN_ONCE, WITHOUT_IDEMPOTENCY_KEY } from './idempotency.decorators.js';
import { IdempotencyRepository, type KeptAnswer } from './idempotency.repository.js';
import { headersOf, PROBLEM_JSON, problemOf, refusalOf, STATUS_OF } from './problem.js';
import { StoredAnswer } from './stored-answer.js';

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const SERVER_ERROR = 500;

interface Attempt {
  readonly caller: string;
  readonly key: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly shownOnce: string | undefined;
}

/**
 * Makes writes safe to send again: the first answer to an Idempotency-Key is kept for a day and
 * repeated. Refusals are answers too; what failed on our side isn't kept and may be tried again.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly records: IdempotencyRepository,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { operator } = request;
    const handler = context.getHandler();
    const key = idempotencyKeyOf(request);
    const isExempt =
      this.reflector.get<boolean | undefined>(WITHOUT_IDEMPOTENCY_KEY, handler) === true ||
      request.body instanceof Readable;
    if (!key || !operator || isExempt || !WRITES.has(request.method)) return next.handle();

    const attempt: Attempt = {
      caller: callerKey(operator),
      key: recordKeyOf(key),
      request,
      reply: http.getResponse<FastifyReply>(),
      shownOnce: this.reflector.get<string | undefined>(SHOWN_ONCE, handler),
    };
    return from(this.begin(attempt, fingerprintOf(request, key))).pipe(
      switchMap(() =>
        next.handle().pipe(
          catchError((error: unknown) => this.endBadly(attempt, error)),
          mergeMap((body: unknown) => this.endWell(attempt, body)),
        ),
      ),
    );
  }

  private async begin({ caller, key }: Attempt, fingerprint: string): Promise<void> {
    const claim = await this.records.claim(caller, key, fingerprint);
    if (claim.kind === 'first') return;
    if (claim.fingerprint !== fingerprint) {
      throw new DomainError(
        'conflict',
        'idempotency-key-reused',
        'This Idempotency-Key was sent with another request before.',
      );
    }
    if (claim.kind === 'in-use') {
      throw new DomainError(
        'conflict',
        'idempotency-key-in-use',
        'The first request with this Idempotency-Key is not answered yet.',
        { retryAfter: 1 },
      );
    }
    const { status, headers, body } = claim.answer;
    throw new StoredAnswer(status, { ...headers, 'idempotency-replayed': 'true' }, body);
  }

  private async endWell({ caller, key, reply, shownOnce }: Attempt, body: unknown) {
    const kept =
      shownOnce !== undefined && typeof body === 'object' && body !== null
        ? { ...body, [shownOnce]: null }
        : body;
    const location = reply.getHeader('location');
    await this.records.keep(caller, key, {
      status: reply.statusCode,
      headers: {
        ...(kept === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        ...(typeof location === 'string' ? { location } : {}),
      },
      body: kept === undefined ? undefined : JSON.stringify(kept),
    });
    return body;
  }

  private async endBadly({ caller, key, request }: Attempt, error: unknown): Promise<never> {
    const answer = refusalToKeep(error, request.id);
    if (answer) await this.records.keep(caller, key, answer);
    if (!answer) await this.records.release(caller, key);
    throw error;
  }
}

function refusalToKeep(error: unknown, requestId: string): KeptAnswer | undefined {
  const refusal = refusalOf(error);
  if (!refusal || refusal.kind === 'too-many') return undefined;
  const status = STATUS_OF[refusal.kind];
  if (status >= SERVER_ERROR) return undefined;
  return {
    status,
    headers: { ...headersOf(refusal), 'content-type': PROBLEM_JSON },
    body: JSON.stringify(problemOf(refusal, requestId)),
  };
}
