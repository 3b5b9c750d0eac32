import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DirectoriesService } from '../../directories/directories.service.js';
import { DomainError } from '../../kernel/errors.js';
import { Database } from '../../platform/database/database.js';
import type { PasswordAudit } from '../domain/audit/audit.js';
import { Anonymizer } from '../domain/report/anonymous.js';
import { CSV_HEADER, csvLine } from '../domain/report/csv.js';
import { reportFoot, reportHead, reportRow } from '../domain/report/html.js';
import type { AuditReport, ReportFinding } from '../domain/report/report.js';
import { AuditFindingReadModel } from './audit-finding.read-model.js';
import { PasswordAuditRepository } from './password-audit.repository.js';
import { PasswordAuditsService } from './password-audits.service.js';

/** The forms in which a report is given. */
export const REPORT_TYPES = ['text/html', 'text/csv', 'application/json'] as const;
export type ReportType = (typeof REPORT_TYPES)[number];

const PAGE_SIZE = 2_000;
/** A page in a browser has no use for more; the CSV has all. */
const HTML_ROWS = 2_000;
const HISTORY = 24;

/** Writes reports: streamed, as a large site has hundreds of thousands of findings. */
@Injectable()
export class AuditReports {
  constructor(
    private readonly database: Database,
    private readonly audits: PasswordAuditsService,
    private readonly repository: PasswordAuditRepository,
    private readonly findings: AuditFindingReadModel,
    private readonly directories: DirectoriesService,
  ) {}

  /** @throws DomainError `password-audit-not-found`, `password-audit-not-done` */
  async write(auditId: string, type: ReportType, isAnonymous: boolean): Promise<Readable> {
    const audit = await this.audits.find(auditId);
    const named = await this.reportOf(audit);
    const anonymizer = isAnonymous ? new Anonymizer(randomBytes(32)) : undefined;
    const report = anonymizer?.report(named) ?? named;
    const rows = this.rowsOf(auditId, (row) => anonymizer?.finding(row) ?? row);
    switch (type) {
      case 'text/html':
        return Readable.from(html(report, rows));
      case 'text/csv':
        return Readable.from(csv(rows));
      case 'application/json':
        return Readable.from(json(report, rows));
    }
  }

  private async reportOf(audit: PasswordAudit): Promise<AuditReport> {
    const { summary } = audit;
    if (!summary)
      throw new DomainError(
        'conflict',
        'password-audit-not-done',
        `There is a report when the audit is done; it is ${audit.status}.`,
      );
    const history = await this.repository.history(
      this.database.direct,
      audit.source,
      audit.requestedAt,
      HISTORY,
    );
    return {
      auditId: audit.id,
      source: await this.sourceOf(audit),
      policy: audit.policy,
      requestedAt: audit.requestedAt.toISOString(),
      finishedAt: audit.finishedAt?.toISOString() ?? null,
      isAnonymous: false,
      summary,
      history: history.flatMap((past) =>
        past.summary ? [{ at: past.requestedAt.toISOString(), summary: past.summary }] : [],
      ),
    };
  }

  /** As people call it: a directory may have got another name since. */
  private async sourceOf({ source, directoryId }: PasswordAudit): Promise<string> {
    const name = directoryId === undefined ? undefined : await this.directories.nameOf(directoryId);
    return name === undefined ? source : `directory:${name}`;
  }

  private async *rowsOf(
    auditId: string,
    shown: (row: ReportFinding) => ReportFinding,
  ): AsyncGenerator<readonly ReportFinding[]> {
    let after: { ordinal: number; finding: string } | undefined;
    for (;;) {
      const rows = await this.findings.list(auditId, {}, after, PAGE_SIZE);
      yield rows.map(({ ordinal: _place, accountId: _id, ...row }) => shown(row));
      const last = rows.at(-1);
      if (!last || rows.length < PAGE_SIZE) return;
      after = { ordinal: last.ordinal, finding: last.finding };
    }
  }
}

type Rows = AsyncIterable<readonly ReportFinding[]>;

async function* html(report: AuditReport, pages: Rows): AsyncGenerator<string> {
  yield reportHead(report);
  let shown = 0;
  for await (const rows of pages) {
    const room = rows.slice(0, HTML_ROWS - shown);
    yield room.map(reportRow).join('');
    shown += room.length;
    if (shown >= HTML_ROWS) break;
  }
  const all = Object.values(report.summary.findings).reduce((sum, count) => sum + count, 0);
  yield reportFoot(all - shown);
}

async function* csv(pages: Rows): AsyncGenerator<string> {
  yield CSV_HEADER;
  for await (const rows of pages) yield rows.map(csvLine).join('');
}

async function* json(report: AuditReport, pages: Rows): AsyncGenerator<string> {
  yield `${JSON.stringify(report).slice(0, -1)},"findings":[`;
  let separator = '';
  for await (const rows of pages)
    for (const row of rows) {
      yield separator + JSON.stringify(row);
      separator = ',\n';
    }
  yield ']}\n';
}
