import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { NewHappening } from '../../kernel/happening.js';
import { Database } from '../../platform/database/database.js';
import { Happenings } from '../../platform/happenings/happenings.service.js';
import type { PasswordAudit } from '../domain/audit/audit.js';
import { findingKind } from '../domain/findings/catalogue.js';
import { type ChangedFinding, PasswordFindingRepository } from '../password-finding.repository.js';
import { AuditResultRepository } from './audit-result.repository.js';
import { AuditSummaryReadModel } from './audit-summary.read-model.js';
import { Exposures } from './exposures.service.js';
import { PasswordAuditRepository } from './password-audit.repository.js';
import { AuditJudge } from './audit-judge.service.js';
import { SubjectChunkRepository } from './subject-chunks.repository.js';

/** Ends an audit: groups, numbers, what holds now of each account; and destroys what it was found by. */
@Injectable()
export class AuditConclusion {
  constructor(
    private readonly database: Database,
    private readonly audits: PasswordAuditRepository,
    private readonly results: AuditResultRepository,
    private readonly summaries: AuditSummaryReadModel,
    private readonly open: PasswordFindingRepository,
    private readonly chunks: SubjectChunkRepository,
    private readonly judge: AuditJudge,
    private readonly exposures: Exposures,
    private readonly happenings: Happenings,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every step may be repeated: a crash in between is gone on with. */
  async conclude(audit: PasswordAudit): Promise<void> {
    const { id } = audit;
    await this.database.transaction(async (tx) => {
      const severity = findingKind('shared-password')?.severity ?? 'high';
      if (audit.checks.leave.includes('shared-password')) await this.results.forgetSharing(tx, id);
      else await this.results.closeGroups(tx, id, severity);
    });
    await this.exposures.raise(audit);
    await this.database.transaction(async (tx) => {
      const breachList = (await this.judge.hasBreachList()) ? 'asked' : 'none';
      const summary = await this.summaries.of(tx, id, breachList);
      const at = this.clock.now();
      if (!(await this.audits.finish(tx, id, at, { status: 'done', summary }))) return;
      await this.chunks.remove(tx, audit.uploadId ?? id);
      const { opened, closed } = await this.open.replace(tx, id, at);
      await this.happenings.record(tx, [
        ...opened.map(toldAs('finding.opened')),
        ...closed.map(toldAs('finding.closed')),
      ]);
      const { accounts, withFindings, guessed } = summary;
      await this.auditLog.append(
        {
          actor: 'password-audit',
          what: 'password-audit.finished',
          subject: id,
          detail: {
            source: audit.source,
            accounts,
            withFindings,
            guessed,
            opened: opened.length,
            closed: closed.length,
          },
        },
        tx,
      );
    });
  }
}

/** Others are told of what raises a risk; of the rest there is the report. */
function toldAs(kind: 'finding.opened' | 'finding.closed') {
  return ({ accountId, finding, severity }: ChangedFinding): NewHappening => ({
    kind,
    subject: accountId,
    accountId,
    detail: { finding, severity },
  });
}
