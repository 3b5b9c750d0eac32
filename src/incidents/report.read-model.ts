import { Injectable } from '@nestjs/common';
import { outcomeCodes, typeCodes } from '../events/domain/stored-codes.js';
import { Database } from '../platform/database/database.js';
import type { Contribution } from '../risk/domain/scoring.js';
import type { Footprint } from './domain/footprint.js';
import type { IncidentSummary } from './domain/incident-summary.js';
import type { IncidentReport } from './domain/report.js';
import type { Wave } from './domain/second-wave.js';

/** An account of an incident with what the report says of it. */
export interface ReportMember {
  readonly account_id: string;
  readonly login: string;
  readonly display_name: string | null;
  readonly standing: string;
  readonly score: number;
  readonly level: string;
  readonly contributions: readonly Contribution[];
  readonly reason: { readonly sharedNetworks: number };
  readonly joined_at: Date;
  readonly remediated_at: Date | null;
  readonly wave: Wave | null;
  readonly footprint: Footprint | null;
}

/** What was asked of the directory for an account. */
export interface ReportAction {
  readonly account_id: string;
  readonly operation: string;
  readonly status: string;
  readonly at: Date;
}

/** The intruders' addresses, each with the account that they used from there; in parallel. */
export interface Intrusions {
  readonly accountIds: readonly string[];
  readonly addresses: readonly string[];
  /** ms */
  readonly from: number;
  readonly to: number;
}

const SUCCESS = outcomeCodes.code('success');
const MESSAGE = typeCodes.code('message');
const MOST_TOUCHED = 50;

const THEIRS = `unnest($1::uuid[], $2::inet[]) AS theirs (account_id, address)
         JOIN event ON event.account_id = theirs.account_id AND event.source_ip = theirs.address
                   AND event.at >= $3 AND event.at <= $4 AND event.outcome = ${SUCCESS}`;

/** Reads what a report needs of one incident. */
@Injectable()
export class ReportReadModel {
  constructor(private readonly database: Database) {}

  members(incidentId: string): Promise<ReportMember[]> {
    return this.database.direct.query(
      `SELECT incident_member.account_id, account.login, account.display_name, account.standing,
              coalesce(account_risk.score, 0) AS score, coalesce(account_risk.level, 'low') AS level,
              coalesce(account_risk.contributions, '[]') AS contributions, incident_member.reason,
              incident_member.joined_at, incident_member.remediated_at, incident_member.wave,
              account_footprint.footprint
         FROM incident_member
         JOIN account ON account.id = incident_member.account_id
         LEFT JOIN account_risk ON account_risk.account_id = incident_member.account_id
         LEFT JOIN account_footprint ON account_footprint.account_id = incident_member.account_id
        WHERE incident_member.incident_id = $1`,
      [incidentId],
    );
  }

  /** Actions since a time, the oldest first. */
  actions(accountIds: readonly string[], since: Date): Promise<ReportAction[]> {
    return this.database.direct.query(
      `SELECT action.account_id, action.operation, action.status,
              coalesce(action.finished_at, action.created_at) AS at
         FROM action
        WHERE action.account_id = ANY($1::uuid[]) AND action.created_at >= $2 AND NOT action.dry_run
        ORDER BY action.id`,
      [accountIds, since.toISOString()],
    );
  }

  /** The most addresses in a minute, for each bar. */
  addressesAMinute(theirs: Intrusions, binMinutes: number) {
    return this.bars(
      `SELECT date_bin(make_interval(mins => $5::int), minute.at, $3::timestamptz) AS at, max(minute.addresses)::float8 AS value
         FROM (SELECT date_trunc('minute', event.at) AS at, count(DISTINCT event.source_ip) AS addresses
                 FROM ${THEIRS} GROUP BY 1) AS minute
        GROUP BY 1 ORDER BY 1`,
      theirs,
      binMinutes,
    );
  }

  /** Messages, for each bar. */
  messages(theirs: Intrusions, binMinutes: number) {
    return this.bars(
      `SELECT date_bin(make_interval(mins => $5::int), event.at, $3::timestamptz) AS at, count(*)::float8 AS value
         FROM ${THEIRS} WHERE event.type = ${MESSAGE}
        GROUP BY 1 ORDER BY 1`,
      theirs,
      binMinutes,
    );
  }

  /** Senders of the intruders' messages by what the detectors said of them. */
  senders(accountIds: readonly string[], since: number) {
    const rows: Promise<{ detector: string; accounts: number; examples: string[] }[]> =
      this.database.direct.query(
        `SELECT signal.detector, count(DISTINCT signal.account_id)::int AS accounts,
                (array_agg(DISTINCT signal.evidence->>'sender')
                   FILTER (WHERE signal.evidence->>'sender' IS NOT NULL))[1:5] AS examples
           FROM signal
          WHERE signal.account_id = ANY($1::uuid[]) AND signal.at >= $2
            AND signal.detector IN ('sender-nonexistent', 'sender-mismatch')
          GROUP BY 1`,
        [accountIds, new Date(since).toISOString()],
      );
    return rows;
  }

  /** Messages from the addresses that no account is named for. */
  async unnamedMessages({ addresses, from, to }: Intrusions): Promise<number> {
    const [row]: { count: number }[] = await this.database.direct.query(
      `SELECT count(*)::int AS count FROM (SELECT DISTINCT unnest($1::inet[]) AS address) AS asked
         JOIN event ON event.source_ip = asked.address AND event.at >= $2 AND event.at <= $3
        WHERE event.account_id IS NULL AND event.type = ${MESSAGE} AND event.outcome = ${SUCCESS}`,
      [addresses, new Date(from).toISOString(), new Date(to).toISOString()],
    );
    return row?.count ?? 0;
  }

  /** Accounts outside of the incident that were used from the addresses. */
  alsoTouched(addresses: readonly string[], { accountIds, from, to }: Intrusions) {
    const rows: Promise<{ account_id: string; login: string; addresses: number; first: Date }[]> =
      this.database.direct.query(
        `SELECT event.account_id, account.login, count(DISTINCT event.source_ip)::int AS addresses,
                min(event.at) AS first
           FROM (SELECT DISTINCT unnest($1::inet[]) AS address) AS asked
           JOIN event ON event.source_ip = asked.address AND event.at >= $2 AND event.at <= $3
           JOIN account ON account.id = event.account_id
          WHERE event.outcome = ${SUCCESS} AND event.account_id <> ALL($4::uuid[])
          GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT ${MOST_TOUCHED}`,
        [
          addresses,
          new Date(from).toISOString(),
          new Date(to).toISOString(),
          [...new Set(accountIds)],
        ],
      );
    return rows;
  }

  /** Other incidents whose activity falls into the same time. */
  others(incidentId: string, from: number, to: number) {
    const rows: Promise<{ id: string; number: number; summary: IncidentSummary }[]> =
      this.database.direct.query(
        `SELECT incident.id, incident.number, incident.summary FROM incident
          WHERE incident.id <> $1 AND incident.status <> 'merged'
            AND incident.first_sign_in_at <= $3 AND incident.last_activity_at >= $2
          ORDER BY incident.number LIMIT 20`,
        [incidentId, new Date(from).toISOString(), new Date(to).toISOString()],
      );
    return rows;
  }

  /** How many of the accounts a finished password audit has looked at; undefined without any audit. */
  async audited(accountIds: readonly string[]): Promise<number | undefined> {
    const [row]: { audits: boolean; accounts: number }[] = await this.database.direct.query(
      `SELECT EXISTS (SELECT FROM password_audit WHERE password_audit.status = 'done') AS audits,
              (SELECT count(DISTINCT password_audit_account.account_id)::int FROM password_audit_account
                 JOIN password_audit ON password_audit.id = password_audit_account.audit_id
                WHERE password_audit.status = 'done'
                  AND password_audit_account.account_id = ANY($1::uuid[])) AS accounts`,
      [accountIds],
    );
    return row?.audits === true ? row.accounts : undefined;
  }

  /** The report that was kept when the incident was closed. */
  async keptReport(incidentId: string): Promise<IncidentReport | undefined> {
    const [row]: { report: IncidentReport }[] = await this.database.direct.query(
      `SELECT incident_report.report FROM incident_report WHERE incident_report.incident_id = $1`,
      [incidentId],
    );
    return row?.report;
  }

  async keepReport(incidentId: string, report: IncidentReport): Promise<void> {
    await this.database.direct.query(
      `INSERT INTO incident_report (incident_id, stamp, report) VALUES ($1, $2, $3)
       ON CONFLICT (incident_id) DO NOTHING`,
      [incidentId, report.madeAt, JSON.stringify(report)],
    );
  }

  private async bars(sql: string, theirs: Intrusions, binMinutes: number) {
    const { accountIds, addresses, from, to } = theirs;
    const rows: { at: Date; value: number }[] = await this.database.direct.query(sql, [
      accountIds,
      addresses,
      new Date(from).toISOString(),
      new Date(to).toISOString(),
      binMinutes,
    ]);
    return rows.map(({ at, value }) => ({ at: at.toISOString(), value }));
  }
}
