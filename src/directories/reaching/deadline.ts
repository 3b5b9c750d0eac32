import { DirectoryFault } from './directory-fault.js';

/**
 * The promise's own end, or a DirectoryFault when it takes too long or `abort` fires first. The promise
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
      () => end(() => reject(new DirectoryFault('unreachable', tooLate))),
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

/** The caller gave up before the directory answered. */
export function aborted(): DirectoryFault {
  return new DirectoryFault('aborted', 'given up before the directory answered');
}
