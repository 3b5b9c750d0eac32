import { Readable } from 'node:stream';
import { DomainError } from '../../kernel/errors.js';
import { decodedBody } from './decoded-body.js';

/**
 * The whole of a streamed body as text, decompressed. Bytes that aren't UTF-8 become U+FFFD.
 *
 * @throws DomainError as {@link decodedBody}
 */
export async function decodedText(
  body: unknown,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<string> {
  return (await decodedBytes(body, contentEncoding, maxBytes)).toString('utf8');
}

/**
 * The whole of a streamed body, decompressed.
 *
 * @throws DomainError as {@link decodedBody}
 */
export function decodedBytes(
  body: unknown,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  return contentEncoding === undefined && body instanceof Readable
    ? plain(body, maxBytes)
    : gathered(decodedBody(body, contentEncoding, { maxBytes }));
}

async function gathered(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Without the pipeline of `decodedBody`, which costs more than a small body is worth. */
function plain(body: Readable, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    body.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else reject(new DomainError('too-large', 'body-too-large', 'The body is over the limit.'));
    });
    body.on('end', () => resolve(Buffer.concat(chunks)));
    body.on('error', reject);
    body.on('close', () => {
      if (!body.readableEnded) reject(new Error('the request ended before its body'));
    });
  });
}
