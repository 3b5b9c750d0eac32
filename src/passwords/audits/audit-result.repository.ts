import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Finding } from '../domain/findings/finding.js';
import type { GuessingResult } from './guessing-task.js';
import type { AuditSubject } from '../domain/audit/subject.js';

/** What is known here of an account that a source names. */
export interface KnownAccount {
  readonly id: string;
  readonly displayName?: string;
  readonly mail?: string;
  readonly unit?: string;
}

/** One account of an audit as it is kept: nothing of its password. */
export interface AuditedAccount {
  readonly subject: AuditSubject;
  readonly account?: KnownAccount;
  readonly result: GuessingResult;
  readonly score?: number;
  readonly findings: readonly Finding[];
}

const KnownRow = z.object({
  name: z.string(),
  id: z.string(),
  display_name: z.string().nullable(),
  mail: z.string().nullable(),
  unit: z.string().nullable(),
});

/** Writes what audits have shown: rows of `password_audit_account` and `password_audit_finding`. */
@Injectable()
export class AuditResultRepository {
  /** Accounts by login or address, canonical. */
  async known(
    tx: Transaction,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, KnownAccount>> {
    const rows: unknown[] = await tx.query(
      `SELECT account_address.address AS name, account.id, account.display_name, account.mail, account.unit
         FROM account_address JOIN account ON account.id = account_address.account_id
        WHERE account_address.address = ANY ($1)
       UNION ALL
       SELECT account.login AS name, account.id, account.display_name, account.mail, account.unit
         FROM account WHERE account.login = ANY ($1)`,
      [names],
    );
    return new Map(
      rows.map((raw) => {
        const { name, id, display_name: displayName, mail, unit } = KnownRow.parse(raw);
        return [
          name,
          {
            id,
            ...(displayName === null ? {} : { displayName }),
            ...(mail === null ? {} : { mail }),
            ...(unit === null ? {} : { unit }),
          },
        ];
      }),
    );
  }

  /** Keeps accounts; once kept, they aren't changed by a repeat. */
  async add(tx: Transaction, auditId: string, audited: readonly AuditedAccount[]): Promise<void> {
    const rows = audited.map(({ subject, account, result, score }) => ({
      ordinal: result.ordinal,
      account_id: account?.id ?? null,
      login: subject.login,
      display_name: subject.displayName ?? account?.displayName ?? null,
      mail: subject.mail ?? account?.mail ?? null,
      unit: subject.unit ?? account?.unit ?? null,
      active: subject.active ?? null,
      changed_at: subject.changedAt ?? null,
      scheme: result.scheme ?? null,
      grade: result.grade ?? null,
      coverage: result.coverage,
      tries: result.tries,
      untried: result.untried,
      milliseconds: result.milliseconds,
      guessed_from: result.guessed?.source ?? null,
      score: score ?? null,
      sharing: result.sharing ? `\\x${Buffer.from(result.sharing).toString('hex')}` : null,
    }));
    await tx.query(
      `INSERT INTO password_audit_account
         (audit_id, ordinal, account_id, login, display_name, mail, unit, active, changed_at, scheme, grade,
          coverage, tries, untried, milliseconds, guessed_from, score, sharing)
       SELECT $1, given.* FROM jsonb_to_recordset($2::jsonb) AS given
         (ordinal integer, account_id uuid, login text, display_name text, mail text, unit text, active boolean,
          changed_at timestamptz, scheme text, grade text, coverage text, tries integer, untried integer,
          milliseconds double precision, guessed_from text, score smallint, sharing bytea)
       ON CONFLICT DO NOTHING`,
      [auditId, JSON.stringify(rows)],
    );
    const findings = audited.flatMap(({ result, findings: found }) =>
      found.map((finding) => ({ ordinal: result.ordinal, ...finding })),
    );
    await tx.query(
      `INSERT INTO password_audit_finding (audit_id, ordinal, finding, severity, evidence)
       SELECT $1, given.* FROM jsonb_to_recordset($2::jsonb) AS given
         (ordinal integer, finding text, severity text, evidence jsonb)
       ON CONFLICT DO NOTHING`,
      [auditId, JSON.stringify(findings)],
    );
  }

  /** How many accounts have been tested. */
  async count(tx: Transaction, auditId: string): Promise<number> {
    const [row]: { count: string }[] = await tx.query(
      `SELECT count(*) AS count FROM password_audit_account WHERE password_audit_account.audit_id = $1`,
      [auditId],
    );
    return Number(row?.count ?? 0);
  }

  /** Numbers the groups that share a password, and forgets what they were told by. */
  async closeGroups(tx: Transaction, auditId: string, severity: string): Promise<void> {
    await tx.query(
      `WITH shared AS (
         SELECT password_audit_account.sharing,
                row_number() OVER (ORDER BY count(*) DESC, min(password_audit_account.ordinal)) AS number
           FROM password_audit_account
          WHERE password_audit_account.audit_id = $1 AND password_audit_account.sharing IS NOT NULL
          GROUP BY password_audit_account.sharing HAVING count(*) > 1)
       UPDATE password_audit_account SET shared_group = shared.number
         FROM shared WHERE password_audit_account.audit_id = $1
          AND password_audit_account.sharing = shared.sharing`,
      [auditId],
    );
    await this.forgetSharing(tx, auditId);
    await tx.query(
      `INSERT INTO password_audit_finding (audit_id, ordinal, finding, severity, evidence)
       SELECT $1, member.ordinal, 'shared-password', $2,
              jsonb_build_object('group', member.shared_group, 'accounts',
                                 count(*) OVER (PARTITION BY member.shared_group))
         FROM password_audit_account AS member
        WHERE member.audit_id = $1 AND member.shared_group IS NOT NULL
       ON CONFLICT DO NOTHING`,
      [auditId, severity],
    );
  }

  /**
   * Known accounts at which one of these kinds was found, with all of them.
   *
   * @param after the account id after which the list goes on
   */
  async exposed(
    tx: Transaction,
    auditId: string,
    kinds: readonly string[],
    after: string | undefined,
    limit: number,
  ): Promise<readonly { readonly accountId: string; readonly findings: readonly string[] }[]> {
    const rows: unknown = await tx.query(
      `SELECT account.account_id, array_agg(DISTINCT found.finding ORDER BY found.finding) AS findings
         FROM password_audit_account AS account
         JOIN password_audit_finding AS found
           ON found.audit_id = account.audit_id AND found.ordinal = account.ordinal
        WHERE account.audit_id = $1 AND found.finding = ANY ($2)
          AND account.account_id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
        GROUP BY account.account_id ORDER BY account.account_id LIMIT $4`,
      [auditId, kinds, after ?? null, limit],
    );
    return z
      .array(z.object({ account_id: z.string(), findings: z.array(z.string()) }))
      .parse(rows)
      .map(({ account_id: accountId, findings }) => ({ accountId, findings }));
  }

  /** Forgets by what shared passwords were told. */
  async forgetSharing(tx: Transaction, auditId: string): Promise<void> {
    await tx.query(
      `UPDATE password_audit_account SET sharing = NULL WHERE password_audit_account.audit_id = $1`,
      [auditId],
    );
  }
}
