import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { SingleFlight } from '../platform/database/single-flight.js';
import { guardedPost } from '../platform/outbound/guarded-request.js';
import { OutboundGuard } from '../platform/outbound/outbound-guard.js';
import { signatureHeaders } from '../platform/outbound/standard-webhook.js';
import { type Delivery, DeliveryRepository } from './delivery.repository.js';
import { afterAttempt, RETRY_WAITS_MS } from './domain/retry-schedule.js';
import { SecurityTokens } from './security-tokens.service.js';
import { WebhookQueue } from './webhook-queue.service.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { type Webhook, WebhookRepository } from './webhook.repository.js';

const AT_ONCE = 50;
/** Who disables webhooks in the audit log. */
const MACHINE = 'webhooks';
/** The sweeper looks each minute; a shorter wait needs a reminder of its own. */
const SHORT_MS = RETRY_WAITS_MS[0] ?? 0;
const KEPT_DAYS = 30;

/** Sends the messages of webhooks, by the schedule of Standard Webhooks. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly database: Database,
    private readonly alone: SingleFlight,
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly secrets: WebhookSecrets,
    private readonly tokens: SecurityTokens,
    private readonly guard: OutboundGuard,
    private readonly queue: WebhookQueue,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One process at a time sends the messages of a webhook, so they keep their order. */
  async serve(webhookId: string, abort: AbortSignal): Promise<void> {
    const served = await this.alone.run(`webhook ${webhookId}`, () =>
      this.sendDue(webhookId, abort),
    );
    if (!served) await this.queue.wakeLater(webhookId);
  }

  /** Reminds of every webhook that has messages whose time has come, and drops old ones. */
  async sweep(): Promise<void> {
    const { direct } = this.database;
    for (const id of await this.deliveries.dueWebhooks(direct)) this.queue.wake(id);
    await this.deliveries.dropOld(direct, KEPT_DAYS);
  }

  private async sendDue(webhookId: string, abort: AbortSignal): Promise<void> {
    const { direct } = this.database;
    for (;;) {
      const webhook = await this.webhooks.find(direct, webhookId);
      if (webhook?.enabled !== true || webhook.format === 'set-poll' || abort.aborted) return;
      const due = await this.deliveries.due(direct, webhookId, AT_ONCE);
      if (due.length === 0) return;
      for (const delivery of due) {
        if (abort.aborted) return;
        if (!(await this.send(webhook, delivery, abort))) return;
      }
    }
  }

  /** @returns false when nothing more is to be sent there for now */
  private async send(webhook: Webhook, delivery: Delivery, abort: AbortSignal): Promise<boolean> {
    const post = await this.post(webhook, delivery);
    const attempt = await guardedPost(this.guard, { url: webhook.url, ...post, abort });
    const after = afterAttempt(attempt, delivery.attempts + 1);
    const lastStatus = attempt.kind === 'answered' ? attempt.status : undefined;
    const isGone = after.status === 'failed' && after.disable;
    await this.database.transaction(async (tx) => {
      await this.deliveries.record(tx, delivery.id, after, lastStatus);
      if (!isGone) return;
      await this.webhooks.disable(tx, webhook.id, 'The receiver answered 410.');
      const detail = { name: webhook.name, because: 'The receiver answered 410.' };
      await this.auditLog.append(
        { actor: MACHINE, what: 'webhook.disabled', subject: webhook.id, detail },
        tx,
      );
    });
    if (after.status === 'waiting' && after.afterMs <= SHORT_MS)
      await this.queue.wakeLater(webhook.id, after.afterMs);
    return !isGone;
  }

  private async post(
    webhook: Webhook,
    delivery: Delivery,
  ): Promise<{ body: string; headers: Record<string, string> }> {
    const at = this.clock.now();
    const secrets = this.secrets.signing(webhook, at);
    if (webhook.format === 'standard') {
      const body = JSON.stringify(delivery.body);
      return { body, headers: signatureHeaders(`msg_${delivery.message_id}`, at, body, secrets) };
    }
    const [token = ''] = secrets;
    const audience = webhook.audience ?? webhook.url;
    return {
      body: await this.tokens.sign(delivery.message_id, audience, delivery.body),
      headers: {
        'content-type': 'application/secevent+jwt',
        accept: 'application/json',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
    };
  }
}
