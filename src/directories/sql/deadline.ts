import { SECOND_MS } from '../../kernel/clock.js';
import { SqlFault } from './sql-fault.js';

/** How long a connection may take, the handshake included. */
export const CONNECT_TIMEOUT_MS = 5 * SECOND_MS;
/** How long a statement may take before the server ends it. */
export const STATEMENT_TIMEOUT_MS = 10 * SECOND_MS;
/** How long a statement waits for a row that somebody else has locked. */
export const LOCK_TIMEOUT_MS = 5 * SECOND_MS;
/** Connections that one directory gets at most. */
export const POOL_SIZE = 4;

/**
 * The promise's own end, or a SqlFault when it takes too long or `abort` fires first. The promise
 * goes on; `late` gets what comes of it.
 */
export function withDeadline<T>(
  promise: Promise<T>,
  limits: { readonly abort: AbortSignal; readonly withinMs: number; readonly tooLate: string },
  late: (value: T) => void,
): Promise<T> {
  const { abort, withinMs, tooLate } = limits;
  return new Promise((resolve, reject) => {
    let over = false;
    const end = (finish: () => void) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      abort.removeEventListener('abort', onAbort);
      finish();
    };
    const onAbort = () => end(() => reject(aborted()));
    const timer = setTimeout(
      () => end(() => reject(new SqlFault('unreachable', tooLate))),
      withinMs,
    );
    if (abort.aborted) onAbort();
    else abort.addEventListener('abort', onAbort, { once: true });
    promise.then(
      (value) => (over ? late(value) : end(() => resolve(value))),
      (error: unknown) => end(() => reject(error)),
    );
  });
}

/** The caller gave up before the database answered. */
export function aborted(): SqlFault {
  return new SqlFault('aborted', 'given up before the database answered');
}
