import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { HelpdeskFault, type HelpdeskReport } from './domain/connector.js';
import { HelpdeskConnectors } from './helpdesk-connectors.service.js';
import { HelpdeskRepository } from './helpdesk.repository.js';
import { HelpdesksService } from './helpdesks.service.js';
import { TicketQueue } from './ticket-queue.service.js';

/** How long a test may take in all. */
const TEST_MS = 30_000;

/** What a test of a helpdesk found. */
export type HelpdeskTest =
  | ({ readonly reachable: true; readonly tookMs: number } & HelpdeskReport)
  | { readonly reachable: false; readonly tookMs: number; readonly problem: string };

/** Tries a helpdesk out. */
@Injectable()
export class HelpdeskTester {
  constructor(
    private readonly database: Database,
    private readonly helpdesks: HelpdesksService,
    private readonly repository: HelpdeskRepository,
    private readonly connectors: HelpdeskConnectors,
    private readonly queue: TicketQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `helpdesk-not-found`, or why its secrets can't be read */
  async test(id: string): Promise<HelpdeskTest> {
    const helpdesk = await this.helpdesks.find(id);
    const connector = this.connectors.open(helpdesk);
    const startedAt = this.clock.now().getTime();
    const tookMs = () => this.clock.now().getTime() - startedAt;
    try {
      const report = await connector.test(AbortSignal.timeout(TEST_MS));
      // Whoever tests has set something right: what waits needn't wait any longer.
      await this.repository.noteSuccess(this.database.direct, id);
      this.queue.wake(id);
      return { reachable: true, tookMs: tookMs(), ...report };
    } catch (cause) {
      if (!(cause instanceof HelpdeskFault)) throw cause;
      return { reachable: false, tookMs: tookMs(), problem: cause.message };
    } finally {
      await connector.close();
    }
  }
}
