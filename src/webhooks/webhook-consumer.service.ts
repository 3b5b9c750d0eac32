import { Injectable } from '@nestjs/common';
import type { Happening } from '../kernel/happening.js';
import { AfterCommit } from '../platform/database/after-commit.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { HappeningConsumer } from '../platform/happenings/happening-consumers.service.js';
import {
  securityMessages,
  standardMessage,
  type WebhookMessage,
} from './domain/webhook-message.js';
import { SecurityTokens } from './security-tokens.service.js';
import { DeliveryRepository } from './delivery.repository.js';
import { WebhookQueue } from './webhook-queue.service.js';
import { type Webhook, WebhookRepository } from './webhook.repository.js';

/** Makes a message for each webhook of each happening that it wants to hear of. */
@Injectable()
export class WebhookConsumer implements HappeningConsumer {
  readonly name = 'webhooks';

  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly tokens: SecurityTokens,
    private readonly queue: WebhookQueue,
    private readonly commits: AfterCommit,
  ) {}

  async take(tx: Transaction, happenings: readonly Happening[]): Promise<void> {
    for (const webhook of await this.webhooks.enabled(tx)) {
      const { id, kinds } = webhook;
      const wanted = happenings.filter(({ kind }) => kinds.includes('*') || kinds.includes(kind));
      const messages = await this.messages(tx, webhook, wanted);
      await this.deliveries.add(tx, id, messages);
      if (messages.length > 0) this.commits.run(tx, () => this.queue.wake(id));
    }
  }

  private async messages(
    tx: Transaction,
    { format }: Webhook,
    happenings: readonly Happening[],
  ): Promise<WebhookMessage[]> {
    if (format === 'standard') return happenings.map(standardMessage);
    const ids = happenings.flatMap(({ accountId }) => accountId ?? []);
    const logins = await this.webhooks.logins(tx, ids);
    return happenings.flatMap((happening) =>
      securityMessages(happening, logins.get(happening.accountId ?? ''), this.tokens.issuer),
    );
  }
}
