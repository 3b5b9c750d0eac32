import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import { DomainError } from '../../kernel/errors.js';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { JsonLogger } from '../logging/json-logger.js';
import { Metrics } from '../metrics/metrics.js';
import { parseBodies } from './body-parsing.js';
import { serveDocumentation } from './documentation.js';
import { refuseUnderPressure } from './pressure.js';
import { refusalOf } from './problem.js';
import { requestIdOf } from './request-id.js';
import { recordRequests } from './request-log.js';
import { sendProblem } from './send-problem.js';

/** Bytes of a JSON body, unless the route says otherwise. */
const BODY_LIMIT = 1 << 20;
const MAX_PATH_PARAMETER = 512;

/**
 * A Nest application on Fastify as every part of the API expects it; it doesn't listen yet. No
 * CORS: browsers of other origins have no business here. Signals are the process's affair.
 */
export async function openHttpApplication(
  module: DynamicModule,
  settings: Settings,
): Promise<NestFastifyApplication> {
  const logger = new JsonLogger(settings);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: requestIdOf,
    requestIdHeader: false,
    // The router refuses a malformed path before any hook or filter runs.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void sendProblem(reply, refusalOf(error), request.id);
    },
    routerOptions: { maxParamLength: MAX_PATH_PARAMETER },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger,
  });

  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  if (settings.ROLE === 'worker') refuseApi(server);
  recordRequests(server, logger, app.get(Metrics));
  secureHeaders(server);
  await refuseUnderPressure(server);
  parseBodies(server);
  serveDocumentation(server, app);
  return app;
}

/** They are the same on every answer: helmet is asked once, and Fastify writes them with its own. */
function secureHeaders(server: FastifyInstance): void {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  secure(request, response, () => undefined);
  const headers = response.getHeaders();
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}

/** A worker answers probes and scrapes; the API is for others. */
function refuseApi(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (!request.url.startsWith('/v1/')) return done();
    return done(
      new DomainError(
        'not-found',
        'not-an-api-process',
        'This process has the role worker and only works on jobs. Call one with the role api or all.',
      ),
    );
  });
}
