import type { FastifyInstance } from 'fastify';
import type { JsonLogger } from '../logging/json-logger.js';
import type { Metrics } from '../metrics/metrics.js';
import { callerKey } from './caller.js';

/** Probes and scrapes come every few seconds and say nothing. */
const QUIET_ROUTES = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * One log line and one measurement for each answer: the route's pattern and never its values, no
 * query, no body.
 */
export function recordRequests(server: FastifyInstance, logger: JsonLogger, metrics: Metrics) {
  server.addHook('onResponse', (request, reply, done) => {
    const { method, operator, id: requestId } = request;
    const route = request.routeOptions.url ?? 'none';
    const { statusCode: status, elapsedTime } = reply;
    metrics.httpSeconds.observe(
      { method, route, status: `${Math.floor(status / 100)}xx` },
      elapsedTime / 1000,
    );
    logger.write(QUIET_ROUTES.has(route) && status < 500 ? 'debug' : 'info', 'request', {
      method,
      route,
      status,
      ms: Math.round(elapsedTime * 10) / 10,
      requestId,
      operator: operator ? callerKey(operator) : undefined,
    });
    done();
  });
}
