import { createHash } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { apiPage } from './pages/api-page.js';
import { PAGE_STYLE } from './pages/page-style.js';
import { problemsPage } from './pages/problems-page.js';
import { openApiOf } from './openapi.js';

// The page's own style sheet is all that a browser may apply or load.
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(PAGE_STYLE)
  .digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

/** Serves `/openapi.json`, `/docs` and `/docs/problems`, to everybody. Made at the first request. */
export function serveDocumentation(server: FastifyInstance, app: INestApplication): void {
  let made: OpenAPIObject | undefined;
  const document = () => (made ??= openApiOf(app));

  server.get('/openapi.json', async () => document());
  server.get('/docs', async (_request, reply) => sendPage(reply, apiPage(document())));
  server.get('/docs/problems', async (_request, reply) => sendPage(reply, problemsPage()));
}

function sendPage(reply: FastifyReply, html: string) {
  return reply
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .type('text/html; charset=utf-8')
    .send(html);
}
