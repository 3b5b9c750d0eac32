import type { IncomingMessage } from 'node:http';
import { newId } from '../../kernel/ids.js';

/** Ids that a caller may choose: they end up in logs and headers, so nothing that could forge one. */
const SANE_ID = /^[A-Za-z0-9._:/+=@-]{8,128}$/;

/** The caller's `X-Request-Id` when it is sane, else a fresh one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE_ID.test(given) ? given : newId();
}
