import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Transaction } from '../platform/database/transaction.js';
import { SEVERITIES, type Severity } from './domain/findings/severity.js';

/** Something that an audit has found about an account's password and that still holds. */
export interface OpenFinding {
  /** Stable id, such as `breached`. */
  readonly finding: string;
  readonly severity: Severity;
  /** When an audit found it first. */
  readonly since: Date;
}

const Row = z.object({
  account_id: z.string(),
  finding: z.string(),
  severity: z.enum(SEVERITIES),
  since: z.date(),
});

/** Reads and writes rows of `password_finding`: what holds now, by account. */
@Injectable()
export class PasswordFindingRepository {
  /** By account, the worst first. */
  async openOf(
    tx: Transaction,
    accountIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly OpenFinding[]>> {
    const rows: unknown[] = await tx.query(
      `SELECT password_finding.account_id, password_finding.finding, password_finding.severity,
              password_finding.since
         FROM password_finding
        WHERE password_finding.account_id = ANY ($1::uuid[])
        ORDER BY array_position($2::text[], password_finding.severity) DESC,
                 password_finding.finding`,
      [accountIds, SEVERITIES],
    );
    const byAccount = new Map<string, OpenFinding[]>();
    for (const row of rows) {
      const { account_id: accountId, ...finding } = Row.parse(row);
      byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), finding]);
    }
    return byAccount;
  }
}
