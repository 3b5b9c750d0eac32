import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import type { HappeningKind } from '../kernel/happening.js';
import { newId } from '../kernel/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Level } from '../risk/domain/level.js';
import type { Alert, Waiting } from './domain/alert.js';

interface AlertRow {
  id: string;
  name: string;
  kinds: HappeningKind[];
  level: Level;
  mail_to: string | null;
  webhook_id: string | null;
  group_minutes: number;
  per_hour: number;
  silenced_until: Date | null;
  enabled: boolean;
}

/** Something that an alert is to tell. */
export interface AlertItem {
  readonly id: string;
  readonly text: string;
}

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** Reads and writes alerts and what they are to tell. */
@Injectable()
export class AlertRepository {
  async list(tx: Transaction, after: string | undefined, limit: number): Promise<Alert[]> {
    const rows: AlertRow[] = await tx.query(
      `SELECT alert.* FROM alert WHERE $1::uuid IS NULL OR alert.id > $1 ORDER BY alert.id LIMIT $2`,
      [after ?? null, limit],
    );
    return rows.map(toAlert);
  }

  async enabled(tx: Transaction): Promise<Alert[]> {
    const rows: AlertRow[] = await tx.query(
      `SELECT alert.* FROM alert WHERE alert.enabled ORDER BY alert.id`,
    );
    return rows.map(toAlert);
  }

  /** @param lock keeps the row for the transaction */
  async find(tx: Transaction, id: string, lock = false): Promise<Alert | undefined> {
    const [row]: AlertRow[] = await tx.query(
      `SELECT alert.* FROM alert WHERE alert.id = $1 ${lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return row && toAlert(row);
  }

  /** Writes it, new or changed. */
  async save(tx: Transaction, alert: Alert): Promise<'saved' | 'name-taken' | 'no-webhook'> {
    try {
      await tx.query(
        `INSERT INTO alert (id, name, kinds, level, mail_to, webhook_id, group_minutes, per_hour,
                            silenced_until, enabled)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE
           SET name = excluded.name, kinds = excluded.kinds, level = excluded.level,
               mail_to = excluded.mail_to, webhook_id = excluded.webhook_id,
               group_minutes = excluded.group_minutes, per_hour = excluded.per_hour,
               silenced_until = excluded.silenced_until, enabled = excluded.enabled`,
        [
          alert.id,
          alert.name,
          alert.kinds,
          alert.level,
          alert.mailTo ?? null,
          alert.webhookId ?? null,
          alert.groupMinutes,
          alert.perHour,
          alert.silencedUntil ?? null,
          alert.enabled,
        ],
      );
      return 'saved';
    } catch (error) {
      const driverError: { code?: string } =
        error instanceof QueryFailedError ? error.driverError : {};
      if (driverError.code === UNIQUE_VIOLATION) return 'name-taken';
      if (driverError.code === FOREIGN_KEY_VIOLATION) return 'no-webhook';
      throw error;
    }
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM alert WHERE id = $1`, [id]);
  }

  /** Adds something to tell; a happening that is there already changes nothing. */
  async addItem(
    tx: Transaction,
    alertId: string,
    item: {
      readonly happeningId: string;
      readonly accountId: string | undefined;
      readonly text: string;
    },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO alert_item (id, alert_id, happening_id, account_id, text)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (alert_id, happening_id) DO NOTHING`,
      [newId(), alertId, item.happeningId, item.accountId ?? null, item.text],
    );
  }

  async waiting(tx: Transaction, alertId: string): Promise<Waiting> {
    const [row]: { oldest: Date | null; sent: number }[] = await tx.query(
      `SELECT min(alert_item.created_at) FILTER (WHERE alert_item.told_at IS NULL) AS oldest,
              (count(DISTINCT alert_item.told_as)
                FILTER (WHERE alert_item.told_at > now() - interval '1 hour'))::int AS sent
         FROM alert_item WHERE alert_item.alert_id = $1`,
      [alertId],
    );
    return { oldestAt: row?.oldest ?? undefined, sentThisHour: row?.sent ?? 0 };
  }

  /**
   * Binds what waits to one message, so that a repeat after a crash sends the same. What was bound
   * before comes first, alone.
   */
  async bind(
    tx: Transaction,
    alertId: string,
  ): Promise<{ readonly messageId: string; readonly items: AlertItem[] }> {
    const [before]: { told_as: string }[] = await tx.query(
      `SELECT alert_item.told_as FROM alert_item
        WHERE alert_item.alert_id = $1 AND alert_item.told_at IS NULL
          AND alert_item.told_as IS NOT NULL LIMIT 1`,
      [alertId],
    );
    const messageId = before?.told_as ?? newId();
    if (!before)
      await tx.query(`UPDATE alert_item SET told_as = $2 WHERE alert_id = $1 AND told_at IS NULL`, [
        alertId,
        messageId,
      ]);
    const items: AlertItem[] = await tx.query(
      `SELECT alert_item.id, alert_item.text FROM alert_item
        WHERE alert_item.alert_id = $1 AND alert_item.told_as = $2 ORDER BY alert_item.id`,
      [alertId, messageId],
    );
    return { messageId, items };
  }

  async told(tx: Transaction, messageId: string): Promise<void> {
    await tx.query(`UPDATE alert_item SET told_at = now() WHERE told_as = $1`, [messageId]);
  }

  /** Nobody is told of what waits. */
  async drop(tx: Transaction, alertId: string): Promise<void> {
    await tx.query(`DELETE FROM alert_item WHERE alert_id = $1 AND told_at IS NULL`, [alertId]);
  }

  async dropOld(tx: Transaction, days: number): Promise<void> {
    await tx.query(
      `DELETE FROM alert_item WHERE alert_item.told_at < now() - make_interval(days => $1)`,
      [days],
    );
  }
}

function toAlert(row: AlertRow): Alert {
  return {
    id: row.id,
    name: row.name,
    kinds: row.kinds,
    level: row.level,
    mailTo: row.mail_to ?? undefined,
    webhookId: row.webhook_id ?? undefined,
    groupMinutes: row.group_minutes,
    perHour: row.per_hour,
    silencedUntil: row.silenced_until ?? undefined,
    enabled: row.enabled,
  };
}
