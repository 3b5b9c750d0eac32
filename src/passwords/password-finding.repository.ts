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

/** A finding that began or ceased to hold. */
export type ChangedFinding = Omit<OpenFinding, 'since'> & { readonly accountId: string };

interface ChangedRow {
  readonly account_id: string;
  readonly finding: string;
  readonly severity: Severity;
}

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

  /**
   * What an audit has found now holds for the accounts that it tested; what it couldn't test stays
   * as it was.
   *
   * @returns those of high and critical severity that are new, and those that no longer hold
   */
  async replace(
    tx: Transaction,
    auditId: string,
    at: Date,
  ): Promise<{
    readonly opened: readonly ChangedFinding[];
    readonly closed: readonly ChangedFinding[];
  }> {
    const [gone]: [ChangedRow[], number] = await tx.query(
      `DELETE FROM password_finding
        USING password_audit_account AS tested
        WHERE tested.audit_id = $1 AND tested.account_id = password_finding.account_id
          AND tested.coverage IN ('tested', 'nothing-stored')
          AND NOT EXISTS (
            SELECT 1 FROM password_audit_finding AS found
              JOIN password_audit_account AS owner
                ON owner.audit_id = found.audit_id AND owner.ordinal = found.ordinal
             WHERE found.audit_id = $1 AND owner.account_id = password_finding.account_id
               AND found.finding = password_finding.finding)
       RETURNING password_finding.account_id, password_finding.finding, password_finding.severity`,
      [auditId],
    );
    const written: (ChangedRow & { is_new: boolean })[] = await tx.query(
      `INSERT INTO password_finding (account_id, finding, severity, evidence, audit_id, since)
       SELECT DISTINCT ON (owner.account_id, found.finding)
              owner.account_id, found.finding, found.severity, found.evidence, $1::uuid, $2::timestamptz
         FROM password_audit_finding AS found
         JOIN password_audit_account AS owner
           ON owner.audit_id = found.audit_id AND owner.ordinal = found.ordinal
        WHERE found.audit_id = $1 AND owner.account_id IS NOT NULL
       ON CONFLICT (account_id, finding) DO UPDATE
         SET severity = excluded.severity, evidence = excluded.evidence, audit_id = excluded.audit_id
       RETURNING account_id, finding, severity, (xmax = 0) AS is_new`,
      [auditId, at],
    );
    return {
      opened: grave(written.filter(({ is_new: isNew }) => isNew)),
      closed: grave(gone),
    };
  }
}

function grave(rows: readonly ChangedRow[]): readonly ChangedFinding[] {
  return rows
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ account_id: accountId, finding, severity }) => ({ accountId, finding, severity }));
}
