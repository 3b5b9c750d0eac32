import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/until.js';
import { type PressureLimits, refuseUnderPressure } from './pressure.js';
import { refusalOf } from './problem.js';
import { sendProblem } from './send-problem.js';

describe('a process under pressure', () => {
  let server: FastifyInstance;

  afterEach(() => server.close());

  async function serve(limits: PressureLimits) {
    server = fastify();
    server.setErrorHandler((error, request, reply) =>
      sendProblem(reply, refusalOf(error), request.id),
    );
    await refuseUnderPressure(server, limits);
    for (const path of ['/v1/events', '/healthz', '/metrics']) server.get(path, async () => 'ok');
    await server.ready();
    return async (path: string) => server.inject({ method: 'GET', url: path });
  }

  it('refuses work with 503 and Retry-After, and says that it is alive', async () => {
    const get = await serve({ maxHeapUsedBytes: 1 });

    const refused = await until(async () => {
      const answer = await get('/v1/events');
      return answer.statusCode === 503 && answer;
    });

    expect(refused.json().code).toBe('overloaded');
    expect(refused.headers['retry-after']).toBe('5');
    expect((await get('/healthz')).statusCode).toBe(200);
    expect((await get('/metrics')).statusCode).toBe(200);
  });

  it('takes work again when it has caught up', async () => {
    const get = await serve({ maxEventLoopDelayMs: 50 });
    const isBusy = async () => (await get('/v1/events')).statusCode === 503;
    await until(async () => {
      const end = performance.now() + 300;
      while (performance.now() < end);
      return isBusy();
    });

    await until(async () => !(await isBusy()));

    expect((await get('/v1/events')).statusCode).toBe(200);
  });
});
