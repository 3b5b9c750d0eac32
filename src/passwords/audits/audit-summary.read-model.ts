import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Transaction } from '../../platform/database/transaction.js';
import type { AuditSummary } from '../domain/audit/audit.js';

const UNITS_SHOWN = 20;
const GROUPS_SHOWN = 50;

const Count = z.object({ name: z.string(), count: z.coerce.number() });
const Coverage = z.object({
  scheme: z.string().nullable(),
  grade: z.string().nullable(),
  coverage: z.string(),
  accounts: z.coerce.number(),
  guessed: z.coerce.number(),
  tries: z.coerce.number(),
  untried: z.coerce.number(),
  milliseconds: z.coerce.number(),
});
const Unit = z.object({ unit: z.string(), accounts: z.coerce.number(), found: z.coerce.number() });

/** Counts what an audit came to. */
@Injectable()
export class AuditSummaryReadModel {
  async of(
    tx: Transaction,
    auditId: string,
    breachList: AuditSummary['breachList'],
  ): Promise<AuditSummary> {
    const ask = async <Row>(row: z.ZodType<Row>, sql: string): Promise<Row[]> =>
      z.array(row).parse(await tx.query(sql, [auditId]));
    const counts = async (sql: string) =>
      Object.fromEntries((await ask(Count, sql)).map(({ name, count }) => [name, count]));

    const totals = await counts(
      `SELECT 'accounts' AS name, count(*) AS count FROM password_audit_account WHERE audit_id = $1
       UNION ALL SELECT 'guessed', count(*) FROM password_audit_account
        WHERE audit_id = $1 AND guessed_from IS NOT NULL
       UNION ALL SELECT 'all', password_audit.total FROM password_audit WHERE password_audit.id = $1
       UNION ALL SELECT 'found', count(DISTINCT ordinal) FROM password_audit_finding WHERE audit_id = $1`,
    );
    const coverage = await ask(
      Coverage,
      `SELECT scheme, grade, coverage, count(*) AS accounts, count(guessed_from) AS guessed,
              avg(tries) AS tries, avg(untried) AS untried, avg(milliseconds) AS milliseconds
         FROM password_audit_account WHERE audit_id = $1
        GROUP BY scheme, grade, coverage ORDER BY count(*) DESC, scheme`,
    );
    const units = await ask(
      Unit,
      `SELECT coalesce(account.unit, split_part(account.login, '@', 2)) AS unit, count(*) AS accounts,
              count(*) FILTER (WHERE EXISTS (SELECT 1 FROM password_audit_finding AS found
                WHERE found.audit_id = account.audit_id AND found.ordinal = account.ordinal)) AS found
         FROM password_audit_account AS account WHERE account.audit_id = $1
        GROUP BY 1 ORDER BY found DESC, unit LIMIT ${UNITS_SHOWN}`,
    );
    const groups = await ask(
      Count,
      `SELECT shared_group::text AS name, count(*) AS count FROM password_audit_account
        WHERE audit_id = $1 AND shared_group IS NOT NULL
        GROUP BY shared_group ORDER BY count(*) DESC, shared_group LIMIT ${GROUPS_SHOWN}`,
    );
    const { accounts: lookedAt = 0, all = 0 } = totals;
    return {
      accounts: lookedAt,
      leftOut: Math.max(0, all - lookedAt),
      withFindings: totals['found'] ?? 0,
      guessed: totals['guessed'] ?? 0,
      coverage: coverage.map(({ scheme, tries, untried, milliseconds, ...row }) => ({
        ...row,
        scheme: scheme ?? '(none)',
        triesPerAccount: Math.round(tries),
        untriedPerAccount: Math.round(untried),
        millisecondsPerAccount: Math.round(milliseconds * 1_000) / 1_000,
      })),
      breachList,
      findings: await counts(
        `SELECT finding AS name, count(*) AS count FROM password_audit_finding WHERE audit_id = $1
          GROUP BY finding ORDER BY count(*) DESC, finding`,
      ),
      severities: await counts(
        `SELECT severity AS name, count(*) AS count FROM password_audit_finding WHERE audit_id = $1
          GROUP BY severity`,
      ),
      ages: await counts(
        `SELECT CASE WHEN account.changed_at IS NULL THEN 'unknown'
                     WHEN age.days < 90 THEN 'under 90 days' WHEN age.days < 365 THEN '90 days to a year'
                     WHEN age.days < 730 THEN '1 to 2 years' WHEN age.days < 1826 THEN '2 to 5 years'
                     ELSE 'over 5 years' END AS name, count(*) AS count
           FROM password_audit_account AS account
           JOIN password_audit ON password_audit.id = account.audit_id
          CROSS JOIN LATERAL (SELECT extract(epoch FROM password_audit.requested_at - account.changed_at)
                                     / 86400 AS days) AS age
          WHERE account.audit_id = $1 GROUP BY 1`,
      ),
      scores: await counts(
        `SELECT score::text AS name, count(*) AS count FROM password_audit_account
          WHERE audit_id = $1 AND score IS NOT NULL GROUP BY score ORDER BY score`,
      ),
      units: units.map(({ unit, accounts, found }) => ({
        unit: unit === '' ? '(none)' : unit,
        accounts,
        withFindings: found,
      })),
      sharedGroups: groups.map(({ count }) => count),
    };
  }
}
