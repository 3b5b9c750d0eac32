import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { SingleFlight } from '../platform/database/single-flight.js';
import { type HelpdeskConnector, HelpdeskFault } from './domain/connector.js';
import type { Helpdesk } from './domain/helpdesk.js';
import type { Ticket } from './domain/ticket.js';
import { HelpdeskConnectors } from './helpdesk-connectors.service.js';
import { HelpdeskRepository } from './helpdesk.repository.js';
import { InboundService } from './inbound.service.js';
import { TicketRepository } from './ticket.repository.js';

const AT_ONCE = 100;

/**
 * Asks helpdesks what has become of open tickets. What a helpdesk sends us is only a hint to ask it:
 * nobody who can reach our API closes a ticket by a forged message.
 */
@Injectable()
export class TicketPoller {
  private readonly logger = new Logger(TicketPoller.name);

  constructor(
    private readonly database: Database,
    private readonly alone: SingleFlight,
    private readonly helpdesks: HelpdeskRepository,
    private readonly tickets: TicketRepository,
    private readonly connectors: HelpdeskConnectors,
    private readonly inbound: InboundService,
  ) {}

  /** Asks about the open tickets that were asked about longest ago. */
  async pollAll(abort: AbortSignal): Promise<void> {
    for (const helpdesk of await this.helpdesks.enabled(this.database.direct))
      await this.alone.run(`helpdesk poll ${helpdesk.id}`, async () => {
        const open = await this.tickets.toPoll(this.database.direct, helpdesk.id, AT_ONCE);
        await this.poll(helpdesk, open, abort);
      });
  }

  /**
   * Asks about one ticket, because its helpdesk says that something has become of it.
   *
   * @param name its key, or the helpdesk's own id
   * @throws DomainError `helpdesk-not-found`, `ticket-not-found`
   */
  async pollOne(helpdeskId: string, name: string, abort: AbortSignal): Promise<void> {
    const { direct } = this.database;
    const helpdesk = await this.helpdesks.find(direct, helpdeskId);
    if (!helpdesk)
      throw new DomainError('not-found', 'helpdesk-not-found', 'There is no such helpdesk.');
    const ticket = await this.tickets.named(direct, helpdeskId, name);
    if (!ticket)
      throw new DomainError('not-found', 'ticket-not-found', 'There is no such ticket of ours.');
    await this.poll(helpdesk, [ticket], abort);
  }

  private async poll(
    helpdesk: Helpdesk,
    tickets: readonly Ticket[],
    abort: AbortSignal,
  ): Promise<void> {
    if (tickets.length === 0) return;
    const connector = this.connectors.open(helpdesk);
    try {
      for (const ticket of tickets) await this.ask(helpdesk, connector, ticket, abort);
    } catch (cause) {
      if (!(cause instanceof HelpdeskFault)) throw cause;
      this.logger.warn(`helpdesk ${helpdesk.name} can't be asked: ${cause.message}`);
    } finally {
      await connector.close();
    }
  }

  private async ask(
    helpdesk: Helpdesk,
    connector: HelpdeskConnector,
    ticket: Ticket,
    abort: AbortSignal,
  ): Promise<void> {
    if (!ticket.remote || ticket.status !== 'open') return;
    const state = await connector.state(ticket.remote, abort);
    await this.tickets.polled(this.database.direct, ticket.id);
    if (state !== undefined && state !== 'open') await this.inbound.ended(helpdesk, ticket, state);
  }
}
