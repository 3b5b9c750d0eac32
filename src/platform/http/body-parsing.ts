import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../kernel/errors.js';
import { gunzip, isGzip } from './decoded-body.js';

const STREAMED = ['application/x-ndjson', 'text/plain'];

const BodyLimit = z.object({ bodyLimit: z.int().positive() });

/**
 * Bodies: NDJSON and plain text reach the controller as a stream, which limits itself (see
 * `decodedBody`); JSON is parsed under the server's limit, or under that of
 * `@RouteConfig({ bodyLimit })`, which counts what gzip expands to.
 */
export function parseBodies(server: FastifyInstance): void {
  for (const type of STREAMED) {
    if (server.hasContentTypeParser(type)) server.removeContentTypeParser(type);
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }

  server.addHook('onRoute', (route) => {
    const limited = BodyLimit.safeParse(route.config);
    if (limited.success) route.bodyLimit = limited.data.bodyLimit;
  });

  server.addHook('preParsing', (request, _reply, payload, done) => {
    const encoding = request.headers['content-encoding'];
    const type = request.headers['content-type'] ?? '';
    const isStreamed = STREAMED.some((streamed) => type.toLowerCase().startsWith(streamed));
    if (encoding === undefined || encoding === 'identity' || isStreamed) return done(null, payload);
    if (!isGzip(encoding)) {
      return done(
        new DomainError(
          'unsupported-media',
          'unsupported-media-type',
          'The Content-Encoding must be gzip or none.',
        ),
      );
    }
    const decoder = gunzip();
    // Fastify compares it with Content-Length, and both lengths with the limit.
    const expanded = Object.assign(decoder, { receivedEncodedLength: 0 });
    payload.on('data', (chunk: Buffer) => (expanded.receivedEncodedLength += chunk.length));
    payload.on('error', (error) => expanded.destroy(error));
    payload.pipe(expanded);
    return done(null, expanded);
  });

  // What was refused before its body was read: the rest is thrown away, so that the connection can
  // carry the next request.
  server.addHook('onResponse', (request, _reply, done) => {
    if (!request.raw.readableEnded && !request.raw.destroyed) request.raw.unpipe().resume();
    done();
  });
}
