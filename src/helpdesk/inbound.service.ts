import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { ActionReview } from '../response/action-review.service.js';
import { ActionsService } from '../response/actions.service.js';
import type { TicketState } from './domain/connector.js';
import type { Helpdesk } from './domain/helpdesk.js';
import { inboundStep, type InboundStep } from './domain/inbound.js';
import { mayRelease } from './domain/release.js';
import type { Ticket } from './domain/ticket.js';
import { EvidenceReadModel } from './evidence.read-model.js';
import { ReleaseFactsService } from './release-facts.service.js';
import { TicketRepository } from './ticket.repository.js';

/** Does what follows when somebody ends a ticket in the helpdesk. */
@Injectable()
export class InboundService {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketRepository,
    private readonly reading: EvidenceReadModel,
    private readonly facts: ReleaseFactsService,
    private readonly actions: ActionsService,
    private readonly review: ActionReview,
    private readonly auditLog: AuditLogService,
  ) {}

  /** Once for each ticket: only who ends it here goes on to the rule. */
  async ended(
    helpdesk: Helpdesk,
    ticket: Ticket,
    state: Exclude<TicketState, 'open'>,
  ): Promise<void> {
    const operator = operatorOf(helpdesk);
    const step = ticket.accountId === undefined ? 'nothing' : inboundStep(helpdesk.inbound, state);
    const isFirst = await this.database.transaction(async (tx) => {
      const status = state === 'missing' ? 'abandoned' : 'resolved';
      if (!(await this.tickets.endedElsewhere(tx, ticket.id, status, state))) return false;
      await this.auditLog.append(
        {
          actor: operator,
          what: 'ticket.ended-in-helpdesk',
          subject: ticket.id,
          detail: { accountId: ticket.accountId, state, step },
        },
        tx,
      );
      return true;
    });
    if (isFirst && ticket.accountId !== undefined)
      await this.follow(step, ticket.accountId, ticket, operator);
  }

  private async follow(
    step: InboundStep,
    accountId: string,
    ticket: Ticket,
    operator: Operator,
  ): Promise<void> {
    switch (step) {
      case 'nothing':
        return;
      case 'release':
        return this.release(accountId, ticket, operator);
      case 'approve':
      case 'reject':
        for (const id of await this.reading.awaiting(this.database.direct, accountId))
          await unlessSettled(this.review[step](id, operator));
    }
  }

  private async release(accountId: string, ticket: Ticket, operator: Operator): Promise<void> {
    const verdict = mayRelease(await this.facts.of(accountId, operator, false));
    if (!verdict.allowed) return;
    const reason = `The ticket ${ticket.key} was resolved in the helpdesk.`;
    const request = { do: 'unlock', reason, ticket: ticket.key, dryRun: false } as const;
    await this.actions.request(accountId, request, operator);
  }
}

/** Another operator may have been quicker, and a guard rail may forbid it: then that holds. */
async function unlessSettled(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (!(cause instanceof DomainError) || cause.kind === 'unavailable') throw cause;
  }
}

/** Who the helpdesk is in actions and in the audit log. */
function operatorOf({ id, name }: Helpdesk): Operator {
  return { id: `helpdesk-${id}`, name: `helpdesk ${name}`, kind: 'api-key', scopes: [] };
}
