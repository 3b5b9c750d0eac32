import type { FastifyInstance, preParsingHookHandler } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../kernel/errors.js';
import { gunzip, isGzip } from './decoded-body.js';

const STREAMED = ['application/x-ndjson', 'text/plain'];

/** A security event token (RFC 8935, section 2.1), which is text. */
const TOKEN = 'application/secevent+jwt';

const BodyLimit = z.object({ bodyLimit: z.int().positive() });
const RawBody = z.object({ rawBody: z.literal(true) });

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they were sent, on routes of `@SignedByCaller()`. */
    rawBody?: Buffer;
  }
}

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

  server.addContentTypeParser(TOKEN, { parseAs: 'string' }, (_request, text, done) =>
    done(null, text),
  );

  server.addHook('onRoute', (route) => {
    const limited = BodyLimit.safeParse(route.config);
    if (limited.success) route.bodyLimit = limited.data.bodyLimit;
    if (RawBody.safeParse(route.config).success)
      route.preParsing = [route.preParsing ?? [], keepRawBody].flat();
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

/** A signature is over the bytes, which JSON doesn't have any more once it is parsed. */
const keepRawBody: preParsingHookHandler = (request, _reply, payload, done) => {
  const { bodyLimit } = request.routeOptions;
  const chunks: Buffer[] = [];
  let bytes = 0;
  payload.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    // What is over the limit is refused by the parser, and thrown away.
    if (bytes <= bodyLimit) chunks.push(chunk);
  });
  payload.on('end', () => {
    request.rawBody = Buffer.concat(chunks);
  });
  done(null, payload);
};
