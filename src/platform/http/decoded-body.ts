import { pipeline, Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError } from '../../kernel/errors.js';

const MIB = 1 << 20;

/** Logs shrink 5 to 30 times; deflate can reach 1,032 times, which is a bomb. */
const MAX_EXPANSION = 250;
/** A small body may expand further: there is little to gain by it. */
const FREE_EXPANSION_BYTES = 16 * MIB;

/** How much is taken. */
export interface BodyLimits {
  /** Bytes after decompression; no limit when left out. */
  readonly maxBytes?: number;
}

/**
 * The bytes that a streamed body stands for: as they are, or decompressed from gzip. Fails while
 * it is read with DomainError `body-too-large` (past the limit, or expanding like a bomb) or
 * `malformed-request` (no gzip, or cut off).
 *
 * @param body the request's body on a route of a streamed content type
 * @param contentEncoding value of the Content-Encoding header
 * @throws DomainError `unsupported-media-type` for another encoding or a body that isn't streamed
 */
export function decodedBody(
  body: unknown,
  contentEncoding: string | undefined,
  { maxBytes = Number.POSITIVE_INFINITY }: BodyLimits = {},
): Readable {
  if (!(body instanceof Readable)) {
    throw unsupported('The operation needs a body of a Content-Type that it lists.');
  }
  const encoding = contentEncoding?.trim().toLowerCase() ?? 'identity';
  if (encoding === '' || encoding === 'identity')
    return chain(
      body,
      limited(() => maxBytes),
    );
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw unsupported('The Content-Encoding must be gzip or none.');
  }
  let received = 0;
  const counted = passing((bytes) => {
    received += bytes;
  });
  const bound = () => Math.min(maxBytes, Math.max(FREE_EXPANSION_BYTES, received * MAX_EXPANSION));
  return chain(body, counted, gunzip(), limited(bound));
}

/** Whether the encoding of a body that isn't streamed can be undone by {@link gunzip}. */
export function isGzip(contentEncoding: string): boolean {
  return /^\s*(?:x-)?gzip\s*$/i.test(contentEncoding);
}

/** A gzip decoder whose complaints are the caller's to read. */
export function gunzip(): Transform {
  const decoder = createGunzip();
  const destroy = decoder.destroy.bind(decoder);
  // zlib destroys itself with its own error; what comes out must be one that has a status.
  decoder.destroy = (error?: Error) => destroy(error && isZlib(error) ? malformed() : error);
  return decoder;
}

function chain(request: Readable, first: Transform, ...rest: readonly Transform[]): Readable {
  const last = rest.at(-1) ?? first;
  // The error arrives at the last stream, where the reader sees it.
  if (rest.length > 0) pipeline([first, ...rest], () => undefined);
  // Not part of the pipeline, which would destroy the request with its body half read: nobody could
  // read on then, and the connection would be stuck for its next request.
  request.once('error', (error) => first.destroy(error));
  request.once('close', () => {
    if (!request.readableEnded) first.destroy(new Error('the sender went away'));
  });
  request.pipe(first);
  return last;
}

function limited(bound: () => number): Transform {
  let seen = 0;
  return passing((bytes) => {
    seen += bytes;
    if (seen > bound()) {
      throw new DomainError('too-large', 'body-too-large', 'The body is over the limit.');
    }
  });
}

function passing(look: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        look(chunk.length);
        done(undefined, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}

function isZlib(error: Error): boolean {
  return 'code' in error && String(error.code).startsWith('Z_');
}

function malformed(): DomainError {
  return new DomainError(
    'invalid',
    'malformed-request',
    'The body is not whole gzip, though Content-Encoding says so.',
  );
}

function unsupported(message: string): DomainError {
  return new DomainError('unsupported-media', 'unsupported-media-type', message);
}
