import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { callerKey } from './caller.js';
import { TokenBuckets } from './token-buckets.js';

/**
 * Holds each caller to RATE_LIMIT requests a minute, in this process. Must run after the credential
 * was checked. The headers are those of draft-ietf-httpapi-ratelimit-headers-06, section 3.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly buckets: TokenBuckets | undefined;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.buckets = settings.RATE_LIMIT > 0 ? new TokenBuckets(settings.RATE_LIMIT) : undefined;
  }

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const { operator } = http.getRequest<FastifyRequest>();
    if (!operator || !this.buckets) return true;

    const { allowed, remaining, waitSeconds } = this.buckets.take(
      callerKey(operator),
      this.clock.now().getTime(),
    );
    http
      .getResponse<FastifyReply>()
      .header('ratelimit-limit', this.buckets.perMinute)
      .header('ratelimit-remaining', remaining)
      .header('ratelimit-reset', waitSeconds);
    if (!allowed) throw tooManyRequests(waitSeconds);
    return true;
  }
}

/** The refusal of somebody who asked too often. */
export function tooManyRequests(retryAfter: number): DomainError {
  return new DomainError(
    'too-many',
    'too-many-requests',
    `The limit is reached. Wait ${retryAfter} s before the next request.`,
    { retryAfter },
  );
}
