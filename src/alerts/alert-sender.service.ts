import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { SingleFlight } from '../platform/database/single-flight.js';
import { MailPost } from '../platform/outbound/mail-post.service.js';
import { MailFault } from '../platform/outbound/mailer.js';
import { WebhooksService } from '../webhooks/webhooks.service.js';
import { type AlertItem, AlertRepository } from './alert.repository.js';
import { type Alert, due } from './domain/alert.js';

/** Lines of a message; what is more is counted. */
const LINES = 200;
const KEPT_DAYS = 30;

/** Tells what alerts are to tell: grouped, no more than so often, and nothing while it is silenced. */
@Injectable()
export class AlertSender {
  private readonly logger = new Logger(AlertSender.name);

  constructor(
    private readonly database: Database,
    private readonly alone: SingleFlight,
    private readonly alerts: AlertRepository,
    private readonly mail: MailPost,
    private readonly webhooks: WebhooksService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Looks at every alert, in one process at a time. */
  async flush(): Promise<void> {
    await this.alone.run('alerts', async () => {
      const { direct } = this.database;
      for (const alert of await this.alerts.enabled(direct)) await this.flushOne(alert);
      await this.alerts.dropOld(direct, KEPT_DAYS);
    });
  }

  private async flushOne(alert: Alert): Promise<void> {
    const { direct } = this.database;
    const waiting = await this.alerts.waiting(direct, alert.id);
    switch (due(alert, waiting, this.clock.now())) {
      case 'wait':
        return;
      case 'drop':
        return this.alerts.drop(direct, alert.id);
      case 'tell':
        return this.tell(alert);
    }
  }

  private async tell(alert: Alert): Promise<void> {
    const { messageId, items } = await this.database.transaction((tx) =>
      this.alerts.bind(tx, alert.id),
    );
    try {
      await this.send(alert, messageId, items);
    } catch (cause) {
      if (!(cause instanceof MailFault)) throw cause;
      // It waits, bound to its message, for the next look; the other alerts go on meanwhile.
      this.logger.warn(`alert ${alert.name} is told later: ${cause.message}`);
      return;
    }
    await this.alerts.told(this.database.direct, messageId);
  }

  private async send(
    { name, mailTo, webhookId }: Alert,
    messageId: string,
    items: readonly AlertItem[],
  ): Promise<void> {
    const lines = items.slice(0, LINES).map(({ text }) => text);
    const more = items.length - lines.length;
    if (mailTo !== undefined)
      await this.mail.send({
        to: mailTo,
        subject: `Authwarden: ${name} (${items.length})`,
        text: [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
        messageId: `<${messageId}@authwarden>`,
      });
    if (webhookId !== undefined)
      await this.webhooks.tell(webhookId, messageId, { name, lines, more });
  }
}
