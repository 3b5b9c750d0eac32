import type { AuditSummary } from '../audit/audit.js';
import type { Severity } from '../findings/severity.js';

/** One finding of the report's list. */
export interface ReportFinding {
  readonly login: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly unit: string | null;
  readonly scheme: string | null;
  readonly finding: string;
  readonly severity: Severity;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** One audit of the same source, for the trend. */
export interface ReportMoment {
  /** ISO 8601. */
  readonly at: string;
  readonly summary: AuditSummary;
}

/** All that a report is made of. */
export interface AuditReport {
  readonly auditId: string;
  readonly source: string;
  readonly policy: string;
  readonly requestedAt: string;
  readonly finishedAt: string | null;
  readonly isAnonymous: boolean;
  readonly summary: AuditSummary;
  /** This audit and those before it, oldest first. */
  readonly history: readonly ReportMoment[];
}
