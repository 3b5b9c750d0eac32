import { createHmac } from 'node:crypto';
import type { AuditReport, ReportFinding } from './report.js';

const CHARACTERS = 8;

/**
 * Takes names out of a report, for sharing. A name becomes a keyed digest: rows of one account stay
 * together within one report, and nobody can try names against it, as the key is forgotten.
 */
export class Anonymizer {
  /** @param key at least 32 random bytes, for one report */
  constructor(private readonly key: Uint8Array) {}

  finding(finding: ReportFinding): ReportFinding {
    return {
      ...finding,
      login: this.name('account', finding.login),
      displayName: null,
      mail: null,
      unit: finding.unit === null ? null : this.name('unit', finding.unit),
    };
  }

  report(report: AuditReport): AuditReport {
    const { summary } = report;
    const units = summary.units.map((unit) => ({ ...unit, unit: this.name('unit', unit.unit) }));
    return {
      ...report,
      source: report.source.startsWith('upload:') ? 'an upload' : 'a directory',
      isAnonymous: true,
      summary: { ...summary, units },
    };
  }

  private name(kind: string, text: string): string {
    const digest = createHmac('sha256', this.key).update(`${kind}:${text}`).digest('hex');
    return `${kind}-${digest.slice(0, CHARACTERS)}`;
  }
}
