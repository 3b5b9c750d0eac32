import { MINUTE_MS, SECOND_MS } from '../../kernel/clock.js';
import { EXIT_FAILURE } from './startup-error.js';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** How long the work in flight may take to end after the first signal. */
const DRAIN_MS = MINUTE_MS / 2;
/** npm passes a terminal's Ctrl-C on, so that the same one arrives twice. */
const SAME_SIGNAL_MS = SECOND_MS;

/** The wish that this process ends. */
export interface StopRequest {
  /** Fires with the first signal: whatever is being waited for at the start is given up. */
  readonly abort: AbortSignal;
  /** The first signal. */
  readonly signal: Promise<NodeJS.Signals>;
  /** Rejects with the first error that nobody caught. */
  readonly bug: Promise<never>;
  /** Ends the process with a failure unless it has ended within half a minute. */
  hurry(): void;
}

/**
 * Listens for signals and for errors that nobody caught. A second signal, or work that doesn't end
 * within half a minute of the first, ends the process at once with a failure.
 */
export function listenForStop(complain: (line: string) => void): StopRequest {
  const controller = new AbortController();
  const hurry = () => forceLater(complain);
  const signal = new Promise<NodeJS.Signals>((resolve) => {
    let firstAt: number | undefined;
    const onSignal = (name: NodeJS.Signals) => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        hurry();
        controller.abort();
        resolve(name);
      } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
        complain('Ended at once, as the signal came again.');
        process.exit(EXIT_FAILURE);
      }
    };
    for (const name of SIGNALS) process.on(name, onSignal);
  });
  const bug = new Promise<never>((_resolve, reject) => {
    process.on('uncaughtException', reject);
    process.on('unhandledRejection', reject);
  });
  return { abort: controller.signal, signal, bug, hurry };
}

function forceLater(complain: (line: string) => void): void {
  setTimeout(() => {
    complain(`Ended at once, as work in flight took longer than ${DRAIN_MS / SECOND_MS} s to end.`);
    process.exit(EXIT_FAILURE);
  }, DRAIN_MS).unref();
}
