import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { SingleFlight } from '../platform/database/single-flight.js';
import { type HelpdeskConnector, HelpdeskFault } from './domain/connector.js';
import type { Helpdesk } from './domain/helpdesk.js';
import { pauseAfter, type Ticket } from './domain/ticket.js';
import { HelpdeskConnectors } from './helpdesk-connectors.service.js';
import { HelpdeskRepository } from './helpdesk.repository.js';
import { TicketDesk } from './ticket-desk.service.js';
import { TicketQueue } from './ticket-queue.service.js';
import { TicketRepository } from './ticket.repository.js';

const AT_ONCE = 50;
/** A wrong credential isn't tried again sooner: some helpdesks lock accounts out. */
const CREDENTIAL_PAUSE_MS = 300_000;

/**
 * Tells helpdesks what they haven't been told, one ticket after the other. One process at a time
 * serves a helpdesk; while it is out of reach, notes gather and later make one comment.
 */
@Injectable()
export class TicketSender {
  private readonly logger = new Logger(TicketSender.name);

  constructor(
    private readonly database: Database,
    private readonly alone: SingleFlight,
    private readonly helpdesks: HelpdeskRepository,
    private readonly tickets: TicketRepository,
    private readonly connectors: HelpdeskConnectors,
    private readonly desk: TicketDesk,
    private readonly queue: TicketQueue,
  ) {}

  async serve(helpdeskId: string, abort: AbortSignal): Promise<void> {
    const { direct } = this.database;
    const pauseMs = await this.helpdesks.pauseOf(direct, helpdeskId);
    if (pauseMs > 0) return this.queue.wakeLater(helpdeskId, Math.ceil(pauseMs));
    const served = await this.alone.run(`helpdesk ${helpdeskId}`, async () => {
      const helpdesk = await this.helpdesks.find(direct, helpdeskId);
      if (helpdesk?.enabled === true) await this.serveAlone(helpdesk, abort);
    });
    if (!served) await this.queue.wakeLater(helpdeskId);
  }

  /** Reminds of every helpdesk that has something to be told. */
  async sweep(): Promise<void> {
    for (const id of await this.helpdesks.due(this.database.direct)) this.queue.wake(id);
  }

  private async serveAlone(helpdesk: Helpdesk, abort: AbortSignal): Promise<void> {
    const connector = this.connectors.open(helpdesk);
    try {
      await this.tellAll(helpdesk, connector, abort);
      await this.helpdesks.noteSuccess(this.database.direct, helpdesk.id);
    } catch (cause) {
      if (!(cause instanceof HelpdeskFault)) throw cause;
      await this.pause(helpdesk, cause);
    } finally {
      await connector.close();
    }
  }

  private async tellAll(
    helpdesk: Helpdesk,
    connector: HelpdeskConnector,
    abort: AbortSignal,
  ): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const some = await this.tickets.waiting(this.database.direct, helpdesk.id, after, AT_ONCE);
      for (const ticket of some) {
        if (abort.aborted) return;
        await this.tell(helpdesk, connector, ticket, abort);
      }
      if (some.length < AT_ONCE) return;
      after = some.at(-1)?.id;
    }
  }

  private async tell(
    helpdesk: Helpdesk,
    connector: HelpdeskConnector,
    ticket: Ticket,
    abort: AbortSignal,
  ): Promise<void> {
    try {
      await this.desk.tell({ helpdesk, connector, abort }, ticket);
    } catch (cause) {
      if (!(cause instanceof HelpdeskFault) || cause.kind !== 'refused') throw cause;
      // One ticket that the helpdesk doesn't take holds up no other.
      this.logger.warn(`helpdesk ${helpdesk.name} refused ticket ${ticket.key}: ${cause.message}`);
      await this.tickets.change(this.database.direct, ticket.id, { problem: cause.message });
    }
  }

  private async pause(helpdesk: Helpdesk, fault: HelpdeskFault): Promise<void> {
    const usual =
      fault.kind === 'credential' ? CREDENTIAL_PAUSE_MS : pauseAfter(helpdesk.failures + 1);
    const pauseMs = Math.max(usual, fault.retryAfterMs ?? 0);
    this.logger.warn(`helpdesk ${helpdesk.name} is left alone for a while: ${fault.message}`);
    await this.helpdesks.noteFailure(this.database.direct, helpdesk.id, fault.message, pauseMs);
    await this.queue.wakeLater(helpdesk.id, pauseMs);
  }
}
