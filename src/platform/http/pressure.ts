import { getHeapStatistics } from 'node:v8';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../kernel/errors.js';

/** Mean delay of the event loop over a second past which nothing more is taken on. */
const MAX_EVENT_LOOP_DELAY_MS = 3_000;
const MAX_HEAP_SHARE = 0.92;
const RETRY_AFTER_SECONDS = 5;

/** Routes that must answer when everything else doesn't. */
const ALWAYS = new Set(['/healthz', '/metrics']);

/** When a process can't keep up. */
export interface PressureLimits {
  readonly maxEventLoopDelayMs?: number;
  readonly maxHeapUsedBytes?: number;
}

/** Refuses work with 503 while the process can't keep up, so that it can. */
export async function refuseUnderPressure(
  server: FastifyInstance,
  {
    maxEventLoopDelayMs = MAX_EVENT_LOOP_DELAY_MS,
    maxHeapUsedBytes = getHeapStatistics().heap_size_limit * MAX_HEAP_SHARE,
  }: PressureLimits = {},
): Promise<void> {
  await server.register(underPressure, {
    maxEventLoopDelay: maxEventLoopDelayMs,
    maxHeapUsedBytes,
    pressureHandler: async (request) => {
      if (ALWAYS.has(request.routeOptions.url ?? '')) return;
      throw overloaded();
    },
  });
}

/** The refusal of a process that can't keep up. */
export function overloaded(): DomainError {
  return new DomainError(
    'unavailable',
    'overloaded',
    'The service has more work than it can do right now. Send the request again.',
    { retryAfter: RETRY_AFTER_SECONDS },
  );
}
