import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { CallerVerification, VerificationMethod } from './domain/caller-verification.js';

interface VerificationRow {
  id: string;
  account_id: string;
  operator: string;
  ticket: string;
  method: VerificationMethod;
  contact_id: string | null;
  status: CallerVerification['status'];
  salt: Buffer | null;
  code_digest: Buffer | null;
  tries: number;
  approved_by: string | null;
  created_at: Date;
  expires_at: Date;
}

/** Reads and writes rows of `caller_verification`. */
@Injectable()
export class CallerVerificationRepository {
  async add(tx: Transaction, verification: CallerVerification): Promise<void> {
    const { id, accountId, operator, ticket, method, contactId, status } = verification;
    await tx.query(
      `INSERT INTO caller_verification (id, account_id, operator, ticket, method, contact_id, status,
                                        salt, code_digest, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        accountId,
        operator,
        ticket,
        method,
        contactId ?? null,
        status,
        verification.salt ?? null,
        verification.codeDigest ?? null,
        verification.createdAt,
        verification.expiresAt,
      ],
    );
  }

  /** Locked to the end of the transaction, so that tries are counted one after the other. */
  async lock(tx: Transaction, id: string): Promise<CallerVerification | undefined> {
    const [row]: VerificationRow[] = await tx.query(
      `SELECT caller_verification.* FROM caller_verification
        WHERE caller_verification.id = $1 FOR UPDATE`,
      [id],
    );
    return row && toVerification(row);
  }

  async change(
    tx: Transaction,
    id: string,
    change: {
      readonly status?: CallerVerification['status'];
      readonly wrong?: boolean;
      readonly approvedBy?: string;
      readonly expiresAt?: Date;
    },
  ): Promise<void> {
    await tx.query(
      `UPDATE caller_verification
          SET status = coalesce($2, status), tries = tries + CASE WHEN $3 THEN 1 ELSE 0 END,
              approved_by = coalesce($4, approved_by), expires_at = coalesce($5, expires_at),
              verified_at = CASE WHEN $2 = 'verified' THEN now() ELSE verified_at END,
              used_at = CASE WHEN $2 = 'used' THEN now() ELSE used_at END
        WHERE id = $1`,
      [
        id,
        change.status ?? null,
        change.wrong ?? false,
        change.approvedBy ?? null,
        change.expiresAt ?? null,
      ],
    );
  }

  /** How many were begun within the last hour: of an account, and by an operator. */
  async begun(tx: Transaction, accountId: string, operator: string) {
    // Two requests at once mustn't both find the last place free.
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('authwarden.verify ' || $1, 0))`,
      [accountId],
    );
    const [row]: { account: number; operator: number }[] = await tx.query(
      `SELECT (SELECT count(*)::int FROM caller_verification
                WHERE caller_verification.account_id = $1
                  AND caller_verification.created_at > now() - interval '1 hour') AS account,
              (SELECT count(*)::int FROM caller_verification
                WHERE caller_verification.operator = $2
                  AND caller_verification.created_at > now() - interval '1 hour') AS operator`,
      [accountId, operator],
    );
    return row ?? { account: 0, operator: 0 };
  }
}

function toVerification(row: VerificationRow): CallerVerification {
  return {
    id: row.id,
    accountId: row.account_id,
    operator: row.operator,
    ticket: row.ticket,
    method: row.method,
    contactId: row.contact_id ?? undefined,
    status: row.status,
    salt: row.salt ?? undefined,
    codeDigest: row.code_digest ?? undefined,
    tries: row.tries,
    approvedBy: row.approved_by ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
