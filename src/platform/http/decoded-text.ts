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
  const chunks: Buffer[] = [];
  for await (const chunk of decodedBody(body, contentEncoding, { maxBytes })) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
