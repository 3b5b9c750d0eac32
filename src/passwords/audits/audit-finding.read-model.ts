import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../platform/database/database.js';
import type { Severity } from '../domain/findings/severity.js';
import { SEVERITIES } from '../domain/findings/severity.js';

/** One finding of one account of an audit. */
export interface AuditFinding {
  readonly ordinal: number;
  readonly accountId: string | null;
  readonly login: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly unit: string | null;
  readonly scheme: string | null;
  readonly finding: string;
  readonly severity: Severity;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** What of an audit's findings is wanted. */
export interface FindingFilter {
  readonly finding?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly login?: string | undefined;
}

/** The place in the list at which a page ends. */
export interface FindingPosition {
  readonly ordinal: number;
  readonly finding: string;
}

/** One difference between two audits. */
export interface FindingChange {
  readonly change: 'fixed' | 'new' | 'still-there';
  readonly login: string;
  readonly finding: string;
  readonly severity: Severity;
}

const Row = z.object({
  ordinal: z.int(),
  account_id: z.string().nullable(),
  login: z.string(),
  display_name: z.string().nullable(),
  mail: z.string().nullable(),
  unit: z.string().nullable(),
  scheme: z.string().nullable(),
  finding: z.string(),
  severity: z.enum(SEVERITIES),
  evidence: z.record(z.string(), z.unknown()),
});
const ChangeRow = z.object({
  change: z.enum(['fixed', 'new', 'still-there']),
  login: z.string(),
  finding: z.string(),
  severity: z.enum(SEVERITIES),
});

/** Lists what audits have found, by account. */
@Injectable()
export class AuditFindingReadModel {
  constructor(private readonly database: Database) {}

  async list(
    auditId: string,
    { finding, severity, login }: FindingFilter,
    after: FindingPosition | undefined,
    limit: number,
  ): Promise<readonly AuditFinding[]> {
    const rows: unknown[] = await this.database.direct.query(
      `SELECT account.ordinal, account.account_id, account.login, account.display_name, account.mail,
              account.unit, account.scheme, found.finding, found.severity, found.evidence
         FROM password_audit_finding AS found
         JOIN password_audit_account AS account
           ON account.audit_id = found.audit_id AND account.ordinal = found.ordinal
        WHERE found.audit_id = $1
          AND ($2::text IS NULL OR found.finding = $2)
          AND ($3::text IS NULL OR found.severity = $3)
          AND ($4::text IS NULL OR lower(account.login) = lower($4))
          AND ($5::integer IS NULL OR (found.ordinal, found.finding) > ($5, $6))
        ORDER BY found.ordinal, found.finding LIMIT $7`,
      [
        auditId,
        finding ?? null,
        severity ?? null,
        login ?? null,
        after?.ordinal ?? null,
        after?.finding ?? null,
        limit,
      ],
    );
    return rows.map((raw) => {
      const { account_id: accountId, display_name: displayName, ...row } = Row.parse(raw);
      return { accountId, displayName, ...row };
    });
  }

  /** What has changed from one audit to another, by login; an account that isn't in both is left out. */
  async changes(
    fromId: string,
    toId: string,
    after: { readonly login: string; readonly finding: string } | undefined,
    limit: number,
  ): Promise<readonly FindingChange[]> {
    const rows: unknown[] = await this.database.direct.query(
      `WITH ${CHANGES}
       SELECT changes.* FROM changes
        WHERE $3::text IS NULL OR (changes.login, changes.finding) > ($3, $4)
        ORDER BY changes.login, changes.finding LIMIT $5`,
      [fromId, toId, after?.login ?? null, after?.finding ?? null, limit],
    );
    return rows.map((row) => ChangeRow.parse(row));
  }

  /** How many findings were fixed, are new, and are still there, by kind. */
  async changeCounts(
    fromId: string,
    toId: string,
  ): Promise<readonly { change: string; finding: string; count: number }[]> {
    const rows: unknown = await this.database.direct.query(
      `WITH ${CHANGES}
       SELECT changes.change, changes.finding, count(*)::integer AS count FROM changes
        GROUP BY changes.change, changes.finding ORDER BY changes.finding, changes.change`,
      [fromId, toId],
    );
    return z
      .array(z.object({ change: z.string(), finding: z.string(), count: z.int() }))
      .parse(rows);
  }
}

/** $1 is the earlier audit, $2 the later one. */
const CHANGES = `
  earlier AS (SELECT DISTINCT lower(account.login) AS login, found.finding, found.severity
    FROM password_audit_account AS account LEFT JOIN password_audit_finding AS found
      ON found.audit_id = account.audit_id AND found.ordinal = account.ordinal WHERE account.audit_id = $1),
  later AS (SELECT DISTINCT lower(account.login) AS login, found.finding, found.severity
    FROM password_audit_account AS account LEFT JOIN password_audit_finding AS found
      ON found.audit_id = account.audit_id AND found.ordinal = account.ordinal WHERE account.audit_id = $2),
  changes AS (
    SELECT CASE WHEN later.finding IS NULL THEN 'fixed' WHEN earlier.finding IS NULL THEN 'new'
                ELSE 'still-there' END AS change,
           coalesce(later.login, earlier.login) AS login,
           coalesce(later.finding, earlier.finding) AS finding,
           coalesce(later.severity, earlier.severity) AS severity
      FROM (SELECT * FROM earlier WHERE earlier.finding IS NOT NULL
              AND earlier.login IN (SELECT later.login FROM later)) AS earlier
      FULL JOIN (SELECT * FROM later WHERE later.finding IS NOT NULL
              AND later.login IN (SELECT earlier.login FROM earlier)) AS later
        ON later.login = earlier.login AND later.finding = earlier.finding)`;
