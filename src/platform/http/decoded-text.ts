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
  const bytes =
    contentEncoding === undefined && body instanceof Readable
      ? await plain(body, maxBytes)
      : await gathered(decodedBody(body, contentEncoding, { maxBytes }));
  return bytes.toString('utf8');
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
    body.on('close', () => reject(new Error('the request ended before its body')));
  });
}
