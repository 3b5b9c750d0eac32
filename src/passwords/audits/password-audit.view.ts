import { type PasswordAudit, secondsLeft } from '../domain/audit/audit.js';
import { findingKind } from '../domain/findings/catalogue.js';
import type { AuditFinding } from './audit-finding.read-model.js';
import type { FindingView } from './audit-findings.schemas.js';
import type { AuditView } from './password-audits.schemas.js';

/** An audit as the API shows it. */
export function auditView(audit: PasswordAudit): AuditView {
  const { id, status, policy, done, total, summary, problem } = audit;
  return {
    id,
    directory: audit.directoryId ?? null,
    upload: audit.uploadId ?? null,
    status,
    policy,
    progress: { done, total },
    secondsLeft: secondsLeft(audit) ?? null,
    summary: summary
      ? {
          ...summary,
          coverage: summary.coverage.map((row) => ({ ...row })),
          findings: { ...summary.findings },
          severities: { ...summary.severities },
          ages: { ...summary.ages },
          scores: { ...summary.scores },
          units: summary.units.map((unit) => ({ ...unit })),
          sharedGroups: [...summary.sharedGroups],
        }
      : null,
    problem: problem ?? null,
    requestedAt: audit.requestedAt.toISOString(),
    startedAt: audit.startedAt?.toISOString() ?? null,
    finishedAt: audit.finishedAt?.toISOString() ?? null,
  };
}

/** A finding as the API shows it, with what to do about it. */
export function findingView({ ordinal: _place, evidence, ...row }: AuditFinding): FindingView {
  const kind = findingKind(row.finding);
  return {
    ...row,
    title: kind?.title ?? row.finding,
    fix: kind?.fix ?? '',
    evidence: { ...evidence },
  };
}
