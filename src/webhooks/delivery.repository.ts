import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { WebhookMessage } from './domain/webhook-message.js';
import type { AfterAttempt } from './domain/retry-schedule.js';

export const DELIVERY_STATUSES = ['waiting', 'delivered', 'failed'] as const;

/** One message to one webhook. */
export interface Delivery {
  readonly id: string;
  readonly webhook_id: string;
  /** The same for every attempt and replay: receivers drop repeats by it. */
  readonly message_id: string;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly status: (typeof DELIVERY_STATUSES)[number];
  readonly attempts: number;
  readonly next_try_at: Date;
  readonly last_status: number | null;
  readonly problem: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** Reads and writes rows of `webhook_delivery`. */
@Injectable()
export class DeliveryRepository {
  async add(
    tx: Transaction,
    webhookId: string,
    messages: readonly WebhookMessage[],
  ): Promise<void> {
    if (messages.length === 0) return;
    await tx.query(
      `INSERT INTO webhook_delivery (id, webhook_id, message_id, kind, account_id, body)
       SELECT fresh.id, $1, fresh.message_id, fresh.kind, fresh.account_id, fresh.body
         FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::jsonb[])
              AS fresh (id, message_id, kind, account_id, body)
       ON CONFLICT (webhook_id, message_id) DO NOTHING`,
      [
        webhookId,
        messages.map(() => newId()),
        messages.map(({ messageId }) => messageId),
        messages.map(({ kind }) => kind),
        messages.map(({ accountId }) => accountId ?? null),
        messages.map(({ body }) => JSON.stringify(body)),
      ],
    );
  }

  /** Those whose time has come, in their order. */
  due(tx: Transaction, webhookId: string, limit: number): Promise<Delivery[]> {
    return tx.query(
      `SELECT webhook_delivery.* FROM webhook_delivery
        WHERE webhook_delivery.webhook_id = $1 AND webhook_delivery.status = 'waiting'
          AND webhook_delivery.next_try_at <= now()
        ORDER BY webhook_delivery.id LIMIT $2`,
      [webhookId, limit],
    );
  }

  /** Ids of enabled webhooks that have messages whose time has come. */
  async dueWebhooks(tx: Transaction): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT webhook.id FROM webhook
        WHERE webhook.enabled AND webhook.format <> 'set-poll' AND EXISTS (
          SELECT FROM webhook_delivery
           WHERE webhook_delivery.webhook_id = webhook.id AND webhook_delivery.status = 'waiting'
             AND webhook_delivery.next_try_at <= now())`,
    );
    return rows.map(({ id }) => id);
  }

  async record(
    tx: Transaction,
    id: string,
    after: AfterAttempt,
    lastStatus: number | undefined,
  ): Promise<void> {
    await tx.query(
      `UPDATE webhook_delivery
          SET status = $2, attempts = attempts + 1, last_status = $3, problem = $4,
              next_try_at = now() + make_interval(secs => $5::float8 / 1000),
              finished_at = CASE WHEN $2 = 'waiting' THEN NULL ELSE now() END
        WHERE id = $1`,
      [
        id,
        after.status,
        lastStatus ?? null,
        after.status === 'delivered' ? null : after.problem,
        after.status === 'waiting' ? after.afterMs : 0,
      ],
    );
  }

  /** The receiver has fetched them, or says that it can't use them. */
  async acknowledge(
    tx: Transaction,
    webhookId: string,
    messageIds: readonly string[],
    problem?: string,
  ): Promise<void> {
    await tx.query(
      `UPDATE webhook_delivery
          SET status = CASE WHEN $3::text IS NULL THEN 'delivered' ELSE 'failed' END,
              problem = $3, attempts = attempts + 1, finished_at = now()
        WHERE webhook_id = $1 AND message_id = ANY($2::text[]) AND status = 'waiting'`,
      [webhookId, messageIds, problem ?? null],
    );
  }

  /** The newest first, after the delivery `before`. */
  list(
    tx: Transaction,
    webhookId: string,
    before: string | undefined,
    limit: number,
  ): Promise<Delivery[]> {
    return tx.query(
      `SELECT webhook_delivery.* FROM webhook_delivery
        WHERE webhook_delivery.webhook_id = $1 AND ($2::uuid IS NULL OR webhook_delivery.id < $2)
        ORDER BY webhook_delivery.id DESC LIMIT $3`,
      [webhookId, before ?? null, limit],
    );
  }

  /** Sends one again from the beginning of the schedule. */
  async replay(tx: Transaction, webhookId: string, id: string): Promise<Delivery | undefined> {
    const [row]: Delivery[] = await tx.query(
      `WITH again AS (
         UPDATE webhook_delivery
            SET status = 'waiting', attempts = 0, next_try_at = now(), finished_at = NULL, problem = NULL
          WHERE id = $1 AND webhook_id = $2 RETURNING webhook_delivery.*)
       SELECT again.* FROM again`,
      [id, webhookId],
    );
    return row;
  }

  async dropOld(tx: Transaction, days: number): Promise<void> {
    await tx.query(
      `DELETE FROM webhook_delivery
        WHERE webhook_delivery.finished_at < now() - make_interval(days => $1)`,
      [days],
    );
  }
}
