import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock, DAY_MS } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { OutboundGuard, TargetRefused } from '../platform/outbound/outbound-guard.js';
import { newWebhookSecret } from '../platform/outbound/standard-webhook.js';
import { type Delivery, DeliveryRepository } from './delivery.repository.js';
import { SecurityTokens } from './security-tokens.service.js';
import { WebhookQueue } from './webhook-queue.service.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { type Webhook, type WebhookFormat, WebhookRepository } from './webhook.repository.js';

/** A webhook as an operator gives it. */
export type WebhookFields = Pick<Webhook, 'name' | 'url' | 'kinds' | 'enabled'>;

/** A new one. */
export type NewWebhook = WebhookFields & {
  readonly format: WebhookFormat;
  /** Of security event tokens. */
  readonly audience?: string | undefined;
  /** Of `set-push`: what the receiver wants to see. */
  readonly bearerToken?: string | undefined;
};

/** A webhook, and its secret where that was just made. */
export interface WebhookWithSecret {
  readonly webhook: Webhook;
  /** Undefined where nothing is signed by it. */
  readonly secret: string | undefined;
}

/** How long the former secret signs besides the new one. */
const FORMER_MS = DAY_MS;

/** Webhooks: who is told of what happens. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly secrets: WebhookSecrets,
    private readonly tokens: SecurityTokens,
    private readonly guard: OutboundGuard,
    private readonly queue: WebhookQueue,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order in which they were made, after the webhook `after`. */
  list(after: string | undefined, limit: number): Promise<Webhook[]> {
    return this.webhooks.list(this.database.direct, after, limit);
  }

  /** @throws DomainError `webhook-not-found` */
  async find(id: string): Promise<Webhook> {
    return found(await this.webhooks.find(this.database.direct, id));
  }

  /** @throws DomainError `webhook-name-taken`, `webhook-target-refused`, `public-url-needed`, `secrets-key-missing` */
  async create(fields: NewWebhook, operator: Operator): Promise<WebhookWithSecret> {
    const { bearerToken, ...given } = fields;
    const shown = { ...given, audience: fields.audience };
    if (fields.format !== 'set-poll') this.refuseTarget(fields.url);
    if (fields.format !== 'standard') void this.tokens.issuer;
    const id = newId();
    const secret = fields.format === 'standard' ? newWebhookSecret() : undefined;
    const webhook: Webhook = {
      ...shown,
      id,
      sealedSecret: this.secrets.seal(id, secret ?? bearerToken ?? ''),
      sealedFormerSecret: undefined,
      formerUntil: undefined,
      disabledBecause: undefined,
      createdAt: this.clock.now(),
    };
    await this.database.transaction(async (tx) => {
      await this.save(tx, webhook);
      await this.record(tx, operator, 'webhook.created', id, shown);
    });
    return { webhook, secret };
  }

  /** @throws DomainError `webhook-not-found`, `webhook-name-taken`, `webhook-target-refused` */
  change(
    id: string,
    patch: { readonly [Field in keyof WebhookFields]?: WebhookFields[Field] | undefined },
    operator: Operator,
  ): Promise<Webhook> {
    if (patch.url !== undefined) this.refuseTarget(patch.url);
    return this.database.transaction(async (tx) => {
      const before = found(await this.webhooks.find(tx, id, true));
      const after: Webhook = {
        ...before,
        name: patch.name ?? before.name,
        url: patch.url ?? before.url,
        kinds: patch.kinds ?? before.kinds,
        enabled: patch.enabled ?? before.enabled,
        disabledBecause: patch.enabled === true ? undefined : before.disabledBecause,
      };
      await this.save(tx, after);
      await this.record(tx, operator, 'webhook.changed', id, { ...patch });
      return after;
    });
  }

  /**
   * Makes another secret; the former one signs besides for a day.
   *
   * @throws DomainError `webhook-not-found`, `webhook-unsigned`, `secrets-key-missing`
   */
  rotate(id: string, operator: Operator): Promise<WebhookWithSecret> {
    const secret = newWebhookSecret();
    return this.database.transaction(async (tx) => {
      const before = found(await this.webhooks.find(tx, id, true));
      if (before.format !== 'standard') throw unsigned();
      const webhook: Webhook = {
        ...before,
        sealedSecret: this.secrets.seal(id, secret),
        sealedFormerSecret: before.sealedSecret,
        formerUntil: new Date(this.clock.now().getTime() + FORMER_MS),
      };
      await this.save(tx, webhook);
      await this.record(tx, operator, 'webhook.secret-rotated', id, {});
      return { webhook, secret };
    });
  }

  /** @throws DomainError `webhook-not-found` */
  async remove(id: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { name } = found(await this.webhooks.find(tx, id, true));
      await this.webhooks.remove(tx, id);
      await this.record(tx, operator, 'webhook.removed', id, { name });
    });
  }

  /** The newest first. @throws DomainError `webhook-not-found` */
  async deliveriesOf(id: string, before: string | undefined, limit: number): Promise<Delivery[]> {
    await this.find(id);
    return this.deliveries.list(this.database.direct, id, before, limit);
  }

  /** Sends a message that isn't about one happening; a repeat with the same id changes nothing. */
  async tell(id: string, messageId: string, data: object): Promise<void> {
    const body = { type: 'alert', timestamp: this.clock.now().toISOString(), data };
    const message = { messageId, kind: 'alert', accountId: undefined, body };
    await this.deliveries.add(this.database.direct, id, [message]);
    this.queue.wake(id);
  }

  /** Sends a message again. @throws DomainError `delivery-not-found` */
  async replay(id: string, deliveryId: string, operator: Operator): Promise<Delivery> {
    const delivery = await this.database.transaction(async (tx) => {
      const again = await this.deliveries.replay(tx, id, deliveryId);
      if (!again)
        throw new DomainError('not-found', 'delivery-not-found', 'There is no such delivery.');
      await this.record(tx, operator, 'webhook.replayed', id, { delivery: deliveryId });
      return again;
    });
    this.queue.wake(id);
    return delivery;
  }

  private async save(tx: Transaction, webhook: Webhook): Promise<void> {
    if (await this.webhooks.save(tx, webhook)) return;
    throw new DomainError(
      'conflict',
      'webhook-name-taken',
      `Another webhook is named ${webhook.name}. Choose another name.`,
    );
  }

  /** A name is looked up only when something is sent: what it answers now, it may not answer then. */
  private refuseTarget(url: string): void {
    try {
      this.guard.check(url);
    } catch (cause) {
      if (!(cause instanceof TargetRefused)) throw cause;
      throw new DomainError('unprocessable', 'webhook-target-refused', cause.message);
    }
  }

  private record(
    tx: Transaction,
    actor: Operator,
    what: string,
    subject: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.auditLog.append({ actor, what, subject, detail }, tx);
  }
}

function unsigned(): DomainError {
  return new DomainError(
    'conflict',
    'webhook-unsigned',
    'It has no secret of its own: security event tokens are signed by the key of the service.',
  );
}

function found(webhook: Webhook | undefined): Webhook {
  if (!webhook)
    throw new DomainError('not-found', 'webhook-not-found', 'There is no such webhook.');
  return webhook;
}
