import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { DeliveryRepository } from './delivery.repository.js';
import { SecurityTokens } from './security-tokens.service.js';
import { WebhooksService } from './webhooks.service.js';

/** What a receiver asks for (RFC 8936, section 2.2). */
export interface PollRequest {
  readonly maxEvents: number;
  /** Ids of tokens that it has. */
  readonly ack: readonly string[];
  /** Tokens that it can't use, by id. */
  readonly setErrs: Readonly<Record<string, { readonly err: string }>>;
}

/** What it gets. */
export interface PollAnswer {
  /** Signed tokens by id. */
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable: boolean;
}

/** Lets receivers fetch security event tokens (RFC 8936). What isn't acknowledged comes again. */
@Injectable()
export class PollService {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhooksService,
    private readonly deliveries: DeliveryRepository,
    private readonly tokens: SecurityTokens,
  ) {}

  /** @throws DomainError `webhook-not-found`, `webhook-not-polled` */
  async poll(id: string, { maxEvents, ack, setErrs }: PollRequest): Promise<PollAnswer> {
    const { direct } = this.database;
    const { format, audience, url } = await this.webhooks.find(id);
    if (format !== 'set-poll')
      throw new DomainError(
        'conflict',
        'webhook-not-polled',
        'Messages of this webhook are posted. Make one of format set-poll to fetch them.',
      );
    await this.deliveries.acknowledge(direct, id, ack);
    for (const [jti, { err }] of Object.entries(setErrs))
      await this.deliveries.acknowledge(direct, id, [jti], `The receiver said: ${err}`);
    const due = await this.deliveries.due(direct, id, maxEvents + 1);
    const sets: Record<string, string> = {};
    for (const { message_id: jti, body } of due.slice(0, maxEvents))
      sets[jti] = await this.tokens.sign(jti, audience ?? url, body);
    return { sets, moreAvailable: due.length > maxEvents };
  }
}
