import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { placeOf } from '../platform/http/caller.js';
import { PUBLIC_ROUTE } from '../platform/http/public.js';
import { tooManyRequests } from '../platform/http/rate-limit.guard.js';
import { TokenBuckets } from '../platform/http/token-buckets.js';
import { ApiKeyCredentials } from './api-key-credentials.service.js';
import { Credentials } from './credentials.service.js';
import { credentialIn } from './domain/bearer.js';

/** Requests a minute that one address may make without a valid credential. */
const FAILURES_A_MINUTE = 300;

/**
 * Lets nobody in without a valid credential, except on `@Public()` routes. An address that keeps
 * failing isn't even looked up any more, so guessing keys is slow; those who call from the same
 * address with a key that is known to be good don't notice.
 */
@Injectable()
export class CredentialGuard implements CanActivate {
  private readonly failures = new TokenBuckets(FAILURES_A_MINUTE);

  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
    private readonly apiKeys: ApiKeyCredentials,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, route)) return true;

    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const place = placeOf(request.ip);
    const now = this.clock.now().getTime();
    if (this.failures.isEmpty(place, now) && this.isGuess(request)) throw tooManyRequests(1);

    const operator = await this.credentials.operatorOf(request, http.getResponse<FastifyReply>());
    if (!operator) throw this.refusal(place, now);
    request.operator = { ...operator, requestId: request.id };
    return true;
  }

  private refusal(place: string, now: number): DomainError {
    const { allowed, waitSeconds } = this.failures.take(place, now);
    if (!allowed) return tooManyRequests(waitSeconds);
    return new DomainError(
      'unauthenticated',
      'unauthenticated',
      'Send `Authorization: Bearer` with an API key or a JWT that is valid now.',
    );
  }

  // A JWT can't be guessed: its signature is checked before anything is looked up.
  private isGuess({ headers }: FastifyRequest): boolean {
    const credential = credentialIn(headers.authorization);
    if (!credential) return true;
    return credential.kind === 'api-key' && !this.apiKeys.isFresh(credential.token);
  }
}
