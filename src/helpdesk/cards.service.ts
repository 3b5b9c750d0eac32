import { Injectable } from '@nestjs/common';
import type { Operator } from '../auth/operator.js';
import { hasAnyScope } from '../auth/domain/scopes.js';
import { Database } from '../platform/database/database.js';
import { CallerAttributes } from './caller-attributes.service.js';
import { type Contact } from './contact.repository.js';
import { ContactsService } from './contacts.service.js';
import {
  type CardAction,
  type Closure,
  closureOf,
  nextSteps,
  whySentences,
} from './domain/card.js';
import type { CallerAttribute } from './domain/caller-attribute.js';
import type { Evidence } from './domain/evidence.js';
import { mayRelease, type ReleaseVerdict } from './domain/release.js';
import { type ActionFacts, EvidenceReadModel } from './evidence.read-model.js';
import { EvidenceService } from './evidence.service.js';
import { ReleaseFactsService } from './release-facts.service.js';
import { type TicketListRow, TicketReadModel } from './ticket.read-model.js';

const ACTIONS = 20;

/** All that an operator sees of one account. */
export interface Card {
  readonly accountId: string;
  readonly evidence: Evidence;
  readonly closure: Closure | undefined;
  readonly why: readonly string[];
  readonly next: readonly string[];
  readonly actions: readonly CardAction[];
  readonly ticket: TicketListRow | undefined;
  readonly contacts: readonly Contact[];
  /** What of the directory the caller may be asked for. */
  readonly attributes: readonly CallerAttribute[];
  readonly release: ReleaseVerdict;
  readonly mayApprove: boolean;
}

/** The operator's card: what he has to know about a caller's account, and no more. */
@Injectable()
export class CardsService {
  constructor(
    private readonly database: Database,
    private readonly evidence: EvidenceService,
    private readonly reading: EvidenceReadModel,
    private readonly tickets: TicketReadModel,
    private readonly contacts: ContactsService,
    private readonly attributes: CallerAttributes,
    private readonly facts: ReleaseFactsService,
  ) {}

  /** Cards of the accounts whose login, address or name has the text in it. */
  async search(
    query: string,
    after: string | undefined,
    limit: number,
    operator: Operator,
  ): Promise<Card[]> {
    const ids = await this.reading.search(this.database.direct, query, after, limit);
    const cards: Card[] = [];
    for (const id of ids) cards.push(await this.of(id, operator));
    return cards;
  }

  /** @throws DomainError `account-not-found` */
  async of(accountId: string, operator: Operator): Promise<Card> {
    const evidence = await this.evidence.of(accountId);
    const rows = await this.reading.actions(this.database.direct, accountId, ACTIONS);
    const actions = rows.map(toCardAction);
    const closure = closureOf(actions);
    const release = mayRelease(await this.facts.of(accountId, operator, false));
    const [ticket] = await this.tickets.list({ accountId }, 1);
    return {
      accountId,
      evidence,
      closure,
      why: whySentences(evidence, closure),
      next: nextSteps(evidence, closure, actions, release),
      actions,
      ticket,
      contacts: await this.contacts.of(accountId),
      attributes: await this.attributes.of(accountId),
      release,
      mayApprove: hasAnyScope(operator.scopes, ['accounts:respond']),
    };
  }
}

function toCardAction(row: ActionFacts): CardAction {
  return {
    id: row.id,
    operation: row.operation,
    status: row.status,
    mode: row.mode,
    reason: row.reason,
    requestedBy: row.requested_by,
    at: row.created_at,
    finishedAt: row.finished_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
  };
}
