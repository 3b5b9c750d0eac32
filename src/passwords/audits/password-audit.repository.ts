import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Transaction } from '../../platform/database/transaction.js';
import {
  AUDIT_STATUSES,
  type AuditChecks,
  type AuditStatus,
  type AuditSummary,
  type PasswordAudit,
} from '../domain/audit/audit.js';

const Row = z.object({
  id: z.string(),
  directory_id: z.string().nullable(),
  upload_id: z.string().nullable(),
  source: z.string(),
  status: z.enum(AUDIT_STATUSES),
  policy: z.string(),
  checks: z.custom<AuditChecks>(),
  sealed_key: z.instanceof(Buffer).nullable(),
  done: z.int(),
  total: z.int(),
  summary: z.custom<AuditSummary>().nullable(),
  problem: z.string().nullable(),
  requested_by: z.string(),
  requested_at: z.date(),
  started_at: z.date().nullable(),
  heard_at: z.date().nullable(),
  finished_at: z.date().nullable(),
});

const OPEN = `('queued', 'collecting', 'testing')`;

/** Reads and writes rows of `password_audit`. */
@Injectable()
export class PasswordAuditRepository {
  async add(tx: Transaction, audit: PasswordAudit): Promise<void> {
    await tx.query(
      `INSERT INTO password_audit (id, directory_id, upload_id, source, status, policy, checks, sealed_key,
                                   total, requested_by, requested_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (id) DO NOTHING`,
      [
        audit.id,
        audit.directoryId ?? null,
        audit.uploadId ?? null,
        audit.source,
        audit.status,
        audit.policy,
        JSON.stringify(audit.checks),
        audit.sealedKey ?? null,
        audit.total,
        audit.requestedBy,
        audit.requestedAt,
      ],
    );
  }

  async find(tx: Transaction, id: string, lock = false): Promise<PasswordAudit | undefined> {
    const [row]: unknown[] = await tx.query(
      `SELECT password_audit.* FROM password_audit WHERE password_audit.id = $1 ${lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return row === undefined ? undefined : toAudit(row);
  }

  /** Newest first, before the audit `before`. */
  async list(tx: Transaction, before: string | undefined, limit: number): Promise<PasswordAudit[]> {
    const rows: unknown[] = await tx.query(
      `SELECT password_audit.* FROM password_audit
        WHERE $1::uuid IS NULL OR password_audit.id < $1 ORDER BY password_audit.id DESC LIMIT $2`,
      [before ?? null, limit],
    );
    return rows.map(toAudit);
  }

  /** The finished audits of a source up to a time, oldest first. */
  async history(
    tx: Transaction,
    source: string,
    until: Date,
    limit: number,
  ): Promise<PasswordAudit[]> {
    const rows: unknown[] = await tx.query(
      `SELECT * FROM (SELECT password_audit.* FROM password_audit
        WHERE password_audit.source = $1 AND password_audit.status = 'done'
          AND password_audit.requested_at <= $2
        ORDER BY password_audit.requested_at DESC LIMIT $3) AS newest ORDER BY newest.requested_at`,
      [source, until, limit],
    );
    return rows.map(toAudit);
  }

  /** Whether it is still open: false when somebody has cancelled it. */
  async note(
    tx: Transaction,
    id: string,
    at: Date,
    {
      status,
      done,
      total,
    }: { readonly status?: AuditStatus; readonly done?: number; readonly total?: number },
  ): Promise<boolean> {
    const [rows]: [unknown[], number] = await tx.query(
      `UPDATE password_audit
          SET heard_at = $2, status = coalesce($3, status), done = coalesce($4, done),
              total = coalesce($5, total), started_at = CASE WHEN $3 = 'testing' THEN $2 ELSE started_at END
        WHERE password_audit.id = $1 AND password_audit.status IN ${OPEN} RETURNING password_audit.id`,
      [id, at, status ?? null, done ?? null, total ?? null],
    );
    return rows.length > 0;
  }

  /** Ends it and destroys its key. Whether it was open. */
  async finish(
    tx: Transaction,
    id: string,
    at: Date,
    {
      status,
      summary,
      problem,
    }: { readonly status: AuditStatus; readonly summary?: AuditSummary; readonly problem?: string },
  ): Promise<boolean> {
    const [rows]: [unknown[], number] = await tx.query(
      `UPDATE password_audit
          SET status = $2, summary = $3, problem = $4, finished_at = $5, heard_at = $5, sealed_key = NULL,
              done = CASE WHEN $2 = 'done' THEN total ELSE done END
        WHERE password_audit.id = $1 AND password_audit.status IN ${OPEN} RETURNING password_audit.id`,
      [id, status, summary ? JSON.stringify(summary) : null, problem ?? null, at],
    );
    return rows.length > 0;
  }

  /** Ids of open audits that weren't heard of since. */
  async silentSince(tx: Transaction, since: Date): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT password_audit.id FROM password_audit
        WHERE password_audit.status IN ${OPEN}
          AND coalesce(password_audit.heard_at, password_audit.requested_at) <= $1`,
      [since],
    );
    return rows.map(({ id }) => id);
  }
}

function toAudit(raw: unknown): PasswordAudit {
  const row = Row.parse(raw);
  return {
    id: row.id,
    ...(row.directory_id === null ? {} : { directoryId: row.directory_id }),
    ...(row.upload_id === null ? {} : { uploadId: row.upload_id }),
    source: row.source,
    status: row.status,
    policy: row.policy,
    checks: row.checks,
    ...(row.sealed_key ? { sealedKey: row.sealed_key } : {}),
    done: row.done,
    total: row.total,
    ...(row.summary ? { summary: row.summary } : {}),
    ...(row.problem === null ? {} : { problem: row.problem }),
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    ...(row.started_at ? { startedAt: row.started_at } : {}),
    ...(row.heard_at ? { heardAt: row.heard_at } : {}),
    ...(row.finished_at ? { finishedAt: row.finished_at } : {}),
  };
}
