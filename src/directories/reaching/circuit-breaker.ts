import { type Clock, MINUTE_MS, SECOND_MS } from '../../kernel/clock.js';
import { DirectoryFault } from './directory-fault.js';

/** Wrong credentials: every further try counts against the service account, and only a person can help. */
const CREDENTIALS_PAUSE_MS = 5 * MINUTE_MS;
/** Unreachable: waiting jobs shouldn't each sit through the timeout. */
const UNREACHABLE_PAUSE_MS = 2 * SECOND_MS;

/**
 * Leaves a directory alone for a while after a failure that the next call would meet as well. Until
 * a call has succeeded, calls go one at a time: four at once would be four wrong passwords.
 */
export class CircuitBreaker {
  private proven = false;
  private trial: Promise<void> | undefined;
  private openUntilMs = 0;
  private fault: DirectoryFault | undefined;

  constructor(private readonly clock: Clock) {}

  /**
   * Does the work, unless the directory is being left alone.
   *
   * @throws DirectoryFault, the last one again while the breaker is open
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    while (!this.proven && this.trial) await this.trial;
    if (this.fault && this.clock.now().getTime() < this.openUntilMs) throw this.fault;
    const attempt = this.attempt(work);
    if (!this.proven) this.trial = ended(attempt).then(() => (this.trial = undefined));
    return attempt;
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.proven = true;
      this.fault = undefined;
      return result;
    } catch (error) {
      this.learn(error);
      throw error;
    }
  }

  private learn(error: unknown): void {
    if (!(error instanceof DirectoryFault)) return;
    const pauseMs = pauseAfter(error);
    if (pauseMs === 0) return;
    this.proven = false;
    this.fault = error;
    this.openUntilMs = this.clock.now().getTime() + pauseMs;
  }
}

function pauseAfter(fault: DirectoryFault): number {
  if (fault.kind === 'credentials') return CREDENTIALS_PAUSE_MS;
  return fault.kind === 'unreachable' ? UNREACHABLE_PAUSE_MS : 0;
}

function ended(promise: Promise<unknown>): Promise<void> {
  return promise.then(
    () => undefined,
    () => undefined,
  );
}
