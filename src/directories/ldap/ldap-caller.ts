import { type Clock, SECOND_MS } from '../../kernel/clock.js';
import type { Outcome } from '../domain/connector.js';
import { CircuitBreaker } from '../reaching/circuit-breaker.js';
import { withDeadline } from '../reaching/deadline.js';
import { DirectoryFault, faultOutcome, readingProblem } from '../reaching/directory-fault.js';
import type { LdapConnection, LdapSearch } from './ldap-connection.js';
import type { LdapEntry } from './ldap-entry.js';
import type { LdapPool } from './ldap-pool.js';

/** How long one call may take in all: waiting for a connection, connecting, the operations. */
const CALL_TIMEOUT_MS = 25 * SECOND_MS;

/** Works on a connection. */
export type LdapWork<T> = (connection: LdapConnection) => Promise<T>;

/** Calls a server within limits, leaves it alone after failures, and tells failures as the contract wants them. */
export class LdapCaller {
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly pool: LdapPool,
    clock: Clock,
  ) {
    this.breaker = new CircuitBreaker(clock);
  }

  /** @throws DomainError `directory-unavailable` or `directory-refused` */
  async ask<T>(work: LdapWork<T>): Promise<T> {
    return this.reading(this.call(AbortSignal.timeout(CALL_TIMEOUT_MS), work));
  }

  /**
   * The pages of a search, on a connection of its own.
   *
   * @throws DomainError as {@link ask} does
   */
  async *pages(search: LdapSearch, pageSize: number): AsyncIterable<LdapEntry[]> {
    const borrowed = await this.read(() => this.pool.borrow());
    let whole = false;
    try {
      const pages = borrowed.connection.pages(search, pageSize)[Symbol.asyncIterator]();
      for (;;) {
        const page = await this.read(() => pages.next());
        if (page.done) break;
        if (page.value.length > 0) yield page.value;
      }
      whole = true;
    } finally {
      borrowed.giveBack(whole);
    }
  }

  async act(abort: AbortSignal, work: LdapWork<Outcome>): Promise<Outcome> {
    try {
      return await this.call(abort, work);
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error;
      return faultOutcome(error);
    }
  }

  close(): Promise<void> {
    this.pool.close();
    return Promise.resolve();
  }

  private call<T>(abort: AbortSignal, work: LdapWork<T>): Promise<T> {
    return this.limited(abort, () => this.pool.use(abort, work));
  }

  private read<T>(work: () => Promise<T>): Promise<T> {
    return this.reading(this.limited(AbortSignal.timeout(CALL_TIMEOUT_MS), work));
  }

  private limited<T>(abort: AbortSignal, work: () => Promise<T>): Promise<T> {
    const limits = { abort, withinMs: CALL_TIMEOUT_MS, tooLate: 'the server took too long' };
    return withDeadline(this.breaker.run(work), limits, () => undefined);
  }

  private async reading<T>(done: Promise<T>): Promise<T> {
    try {
      return await done;
    } catch (error) {
      if (!(error instanceof DirectoryFault)) throw error;
      throw readingProblem(error);
    }
  }
}
