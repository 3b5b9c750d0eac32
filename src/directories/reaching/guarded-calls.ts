import { type Clock, SECOND_MS } from '../../kernel/clock.js';
import type { Outcome } from '../domain/connector.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { withDeadline } from './deadline.js';
import { DirectoryFault, faultOutcome, readingProblem } from './directory-fault.js';

const CALL_TIMEOUT_MS = 25 * SECOND_MS;

/** Calls of a connector to its service: behind a circuit breaker, with a limit, faults in our words. */
export class GuardedCalls {
  private readonly breaker: CircuitBreaker;

  constructor(clock: Clock) {
    this.breaker = new CircuitBreaker(clock);
  }

  /** For whoever reads. @throws DomainError `directory-unavailable`, `directory-refused` */
  async ask<T>(work: (abort: AbortSignal) => Promise<T>): Promise<T> {
    const abort = AbortSignal.timeout(CALL_TIMEOUT_MS);
    try {
      return await this.breaker.run(() => work(abort));
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error;
      throw readingProblem(error);
    }
  }

  /** For whoever wants something done. */
  async act(abort: AbortSignal, work: () => Promise<Outcome>): Promise<Outcome> {
    const limits = { abort, withinMs: CALL_TIMEOUT_MS, tooLate: 'the service took too long' };
    try {
      return await withDeadline(this.breaker.run(work), limits, () => undefined);
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error;
      return faultOutcome(error);
    }
  }
}
