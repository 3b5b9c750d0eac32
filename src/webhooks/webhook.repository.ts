import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import type { Transaction } from '../platform/database/transaction.js';

/**
 * `standard`: signed JSON by POST (Standard Webhooks). `set-push`: security event tokens by POST
 * (RFC 8935). `set-poll`: the same, fetched by the receiver (RFC 8936).
 */
export const WEBHOOK_FORMATS = ['standard', 'set-push', 'set-poll'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** Who is told of what happens. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Kinds of happenings; `*` for all. */
  readonly kinds: readonly string[];
  readonly format: WebhookFormat;
  /** Of security event tokens. */
  readonly audience: string | undefined;
  /** What signs; of `set-push` the bearer token, of `set-poll` nothing. */
  readonly sealedSecret: Buffer;
  readonly sealedFormerSecret: Buffer | undefined;
  /** Until when the former secret signs besides. */
  readonly formerUntil: Date | undefined;
  readonly enabled: boolean;
  readonly disabledBecause: string | undefined;
  readonly createdAt: Date;
}

interface WebhookRow {
  id: string;
  name: string;
  url: string;
  kinds: string[];
  format: WebhookFormat;
  audience: string | null;
  sealed_secret: Buffer;
  sealed_former_secret: Buffer | null;
  former_until: Date | null;
  enabled: boolean;
  disabled_because: string | null;
  created_at: Date;
}

const UNIQUE_VIOLATION = '23505';

/** Reads and writes rows of `webhook`. */
@Injectable()
export class WebhookRepository {
  async list(tx: Transaction, after: string | undefined, limit: number): Promise<Webhook[]> {
    const rows: WebhookRow[] = await tx.query(
      `SELECT webhook.* FROM webhook WHERE $1::uuid IS NULL OR webhook.id > $1
        ORDER BY webhook.id LIMIT $2`,
      [after ?? null, limit],
    );
    return rows.map(toWebhook);
  }

  async enabled(tx: Transaction): Promise<Webhook[]> {
    const rows: WebhookRow[] = await tx.query(
      `SELECT webhook.* FROM webhook WHERE webhook.enabled ORDER BY webhook.id`,
    );
    return rows.map(toWebhook);
  }

  /** @param lock keeps the row for the transaction */
  async find(tx: Transaction, id: string, lock = false): Promise<Webhook | undefined> {
    const [row]: WebhookRow[] = await tx.query(
      `SELECT webhook.* FROM webhook WHERE webhook.id = $1 ${lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return row && toWebhook(row);
  }

  /** Writes it, new or changed; whether it was: false when the name is taken. */
  async save(tx: Transaction, webhook: Webhook): Promise<boolean> {
    try {
      await tx.query(
        `INSERT INTO webhook (id, name, url, kinds, sealed_secret, sealed_former_secret, former_until,
                              enabled, disabled_because, created_at, format, audience)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (id) DO UPDATE
           SET name = excluded.name, url = excluded.url, kinds = excluded.kinds,
               sealed_secret = excluded.sealed_secret,
               sealed_former_secret = excluded.sealed_former_secret,
               former_until = excluded.former_until, enabled = excluded.enabled,
               disabled_because = excluded.disabled_because`,
        [
          webhook.id,
          webhook.name,
          webhook.url,
          webhook.kinds,
          webhook.sealedSecret,
          webhook.sealedFormerSecret ?? null,
          webhook.formerUntil ?? null,
          webhook.enabled,
          webhook.disabledBecause ?? null,
          webhook.createdAt,
          webhook.format,
          webhook.audience ?? null,
        ],
      );
      return true;
    } catch (error) {
      const driverError: { code?: string } =
        error instanceof QueryFailedError ? error.driverError : {};
      if (driverError.code === UNIQUE_VIOLATION) return false;
      throw error;
    }
  }

  /** Logins of accounts, by id. */
  async logins(tx: Transaction, accountIds: readonly string[]): Promise<Map<string, string>> {
    const rows: { id: string; login: string }[] = await tx.query(
      `SELECT account.id, account.login FROM account WHERE account.id = ANY($1::uuid[])`,
      [accountIds],
    );
    return new Map(rows.map(({ id, login }) => [id, login]));
  }

  async disable(tx: Transaction, id: string, because: string): Promise<void> {
    await tx.query(`UPDATE webhook SET enabled = false, disabled_because = $2 WHERE id = $1`, [
      id,
      because,
    ]);
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM webhook WHERE id = $1`, [id]);
  }
}

function toWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    kinds: row.kinds,
    format: row.format,
    audience: row.audience ?? undefined,
    sealedSecret: row.sealed_secret,
    sealedFormerSecret: row.sealed_former_secret ?? undefined,
    formerUntil: row.former_until ?? undefined,
    enabled: row.enabled,
    disabledBecause: row.disabled_because ?? undefined,
    createdAt: row.created_at,
  };
}
