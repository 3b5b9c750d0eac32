import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import type { Transaction } from '../platform/database/transaction.js';
import type { Helpdesk } from './domain/helpdesk.js';
import type { Inbound } from './domain/inbound.js';
import type { TicketRules } from './domain/rules.js';
import type { Templates } from './domain/templates.js';

interface HelpdeskRow {
  id: string;
  name: string;
  kind: string;
  settings: Record<string, unknown>;
  sealed_secrets: Buffer | null;
  rules: TicketRules;
  templates: Templates;
  inbound: Inbound;
  enabled: boolean;
  failures: number;
  problem: string | null;
  created_at: Date;
}

/** What of a helpdesk an operator sets. */
export type HelpdeskConfig = Pick<
  Helpdesk,
  'name' | 'settings' | 'sealedSecrets' | 'rules' | 'templates' | 'inbound' | 'enabled'
>;

const UNIQUE_VIOLATION = '23505';

/** Reads and writes rows of `helpdesk`. */
@Injectable()
export class HelpdeskRepository {
  async list(tx: Transaction, after: string | undefined, limit: number): Promise<Helpdesk[]> {
    const rows: HelpdeskRow[] = await tx.query(
      `SELECT helpdesk.* FROM helpdesk WHERE $1::uuid IS NULL OR helpdesk.id > $1
        ORDER BY helpdesk.id LIMIT $2`,
      [after ?? null, limit],
    );
    return rows.map(toHelpdesk);
  }

  async enabled(tx: Transaction): Promise<Helpdesk[]> {
    const rows: HelpdeskRow[] = await tx.query(
      `SELECT helpdesk.* FROM helpdesk WHERE helpdesk.enabled ORDER BY helpdesk.id`,
    );
    return rows.map(toHelpdesk);
  }

  /** @param lock keeps the row for the transaction */
  async find(tx: Transaction, id: string, lock = false): Promise<Helpdesk | undefined> {
    const [row]: HelpdeskRow[] = await tx.query(
      `SELECT helpdesk.* FROM helpdesk WHERE helpdesk.id = $1 ${lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return row && toHelpdesk(row);
  }

  /** Whether it was added: false when the name is taken. */
  add(tx: Transaction, helpdesk: Helpdesk): Promise<boolean> {
    return unlessTaken(
      tx.query(
        `INSERT INTO helpdesk (id, name, kind, settings, sealed_secrets, rules, templates, inbound, enabled, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [helpdesk.id, helpdesk.name, helpdesk.kind, ...configured(helpdesk), helpdesk.createdAt],
      ),
    );
  }

  /** Whether it was changed: false when the name is taken. What failed may be tried again at once. */
  change(tx: Transaction, id: string, config: HelpdeskConfig): Promise<boolean> {
    return unlessTaken(
      tx.query(
        `UPDATE helpdesk
            SET name = $2, settings = $3, sealed_secrets = $4, rules = $5, templates = $6, inbound = $7, enabled = $8,
                next_try_at = now()
          WHERE id = $1`,
        [id, config.name, ...configured(config)],
      ),
    );
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM helpdesk WHERE id = $1`, [id]);
  }

  /** Ids of enabled helpdesks whose pause is over and that have something to be told. */
  async due(tx: Transaction): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT helpdesk.id FROM helpdesk
        WHERE helpdesk.enabled AND helpdesk.next_try_at <= now()
          AND EXISTS (SELECT FROM ticket
                       WHERE ticket.helpdesk_id = helpdesk.id
                         AND ticket.status IN ('wanted', 'open', 'resolving'))`,
    );
    return rows.map(({ id }) => id);
  }

  /** Milliseconds until a helpdesk may be tried again; 0 when it may. */
  async pauseOf(tx: Transaction, id: string): Promise<number> {
    const [row]: { ms: number }[] = await tx.query(
      `SELECT greatest(0, extract(epoch FROM helpdesk.next_try_at - now()) * 1000)::float8 AS ms
         FROM helpdesk WHERE helpdesk.id = $1`,
      [id],
    );
    return row?.ms ?? 0;
  }

  async noteFailure(tx: Transaction, id: string, problem: string, pauseMs: number): Promise<void> {
    await tx.query(
      `UPDATE helpdesk SET failures = failures + 1, problem = $2,
                           next_try_at = now() + make_interval(secs => $3::float8 / 1000)
        WHERE id = $1`,
      [id, problem, pauseMs],
    );
  }

  async noteSuccess(tx: Transaction, id: string): Promise<void> {
    await tx.query(
      `UPDATE helpdesk SET failures = 0, problem = NULL, next_try_at = now()
        WHERE id = $1 AND (failures > 0 OR problem IS NOT NULL)`,
      [id],
    );
  }
}

function configured(config: Omit<HelpdeskConfig, 'name'>): unknown[] {
  return [
    JSON.stringify(config.settings),
    config.sealedSecrets ?? null,
    JSON.stringify(config.rules),
    JSON.stringify(config.templates),
    JSON.stringify(config.inbound),
    config.enabled,
  ];
}

async function unlessTaken(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    const driverError: { code?: string } =
      error instanceof QueryFailedError ? error.driverError : {};
    if (driverError.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

function toHelpdesk(row: HelpdeskRow): Helpdesk {
  const { sealed_secrets: sealedSecrets, problem, created_at: createdAt, ...rest } = row;
  return {
    ...rest,
    sealedSecrets: sealedSecrets ?? undefined,
    problem: problem ?? undefined,
    createdAt,
  };
}
