import { request } from 'undici';
import { type OutboundGuard, TargetRefused } from './outbound-guard.js';

/** How long a target may take: Standard Webhooks asks for 15 to 30 seconds. */
const TIMEOUT_MS = 20_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** What became of a request. */
export type GuardedResult =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** A request to where an operator said. */
interface GuardedGet {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly abort?: AbortSignal;
}

/** A POST to where an operator said. */
export interface GuardedPost extends GuardedGet {
  readonly body: string;
}

/** Posts where the guard allows it. Redirects aren't followed: 3xx is an answer like any other. */
export function guardedPost(guard: OutboundGuard, post: GuardedPost): Promise<GuardedResult> {
  return guarded(guard, 'POST', post);
}

/** Reads where the guard allows it, as {@link guardedPost} posts. */
export function guardedGet(guard: OutboundGuard, get: GuardedGet): Promise<GuardedResult> {
  return guarded(guard, 'GET', { ...get, body: null });
}

async function guarded(
  guard: OutboundGuard,
  method: 'GET' | 'POST',
  { url, body, headers, abort }: GuardedGet & { readonly body: string | null },
): Promise<GuardedResult> {
  try {
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await request(guard.check(url), {
      method,
      headers,
      body,
      dispatcher: guard.dispatcher,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      signal: abort ? AbortSignal.any([abort, limit]) : limit,
    });
    return { kind: 'answered', status: answer.statusCode, text: await start(answer.body) };
  } catch (cause) {
    if (cause instanceof TargetRefused) return { kind: 'refused', reason: cause.message };
    return { kind: 'unreachable', reason: reasonOf(cause) };
  }
}

/** As much of the answer as anybody needs; the connection isn't kept for the rest of a long one. */
async function start(body: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it failed';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
