import { createHash, createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/errors.js';

const USABLE_KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The request's Idempotency-Key; undefined without one.
 *
 * @throws DomainError `invalid-idempotency-key`
 */
export function idempotencyKeyOf(request: Pick<FastifyRequest, 'headers'>): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && USABLE_KEY.test(key)) return key;
  throw new DomainError(
    'invalid',
    'invalid-idempotency-key',
    'An Idempotency-Key is 1 to 255 visible ASCII characters.',
    { errors: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }] },
  );
}

/** Under what the key is kept: not itself, because it keys the fingerprint. */
export function recordKeyOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/**
 * What tells two requests with one key apart: method, path, query and body. The body may hold a
 * password, so the digest is keyed with what isn't stored: an API key's own text, or for a JWT,
 * which changes from one try to the next, the Idempotency-Key alone.
 */
export function fingerprintOf(
  request: Pick<FastifyRequest, 'method' | 'url' | 'body' | 'headers' | 'operator'>,
  key: string,
): string {
  const isApiKey = request.operator?.kind === 'api-key';
  const credential = isApiKey ? (request.headers.authorization ?? '') : '';
  return createHmac('sha256', `${key}\n${credential}`)
    .update(`${request.method} ${request.url}\n`)
    .update(JSON.stringify(request.body ?? null))
    .digest('base64url');
}
