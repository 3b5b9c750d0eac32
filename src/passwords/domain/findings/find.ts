import { DAY_MS } from '../../../kernel/clock.js';
import type { AuditSubject } from '../audit/subject.js';
import { type Finding, foundAs, type TestResult } from './finding.js';
import { flagFindings } from './flag-findings.js';

/** What holds for every account of a run. */
export interface FindingOptions {
  /** ISO 8601. */
  readonly now: string;
  readonly oldAfterDays: number;
  readonly appPasswordOldAfterDays: number;
  /** Ids that aren't looked for. */
  readonly left: ReadonlySet<string>;
}

/** How long somebody may leave a password that he was told to change. */
const MUST_CHANGE_PATIENCE_DAYS = 14;

/** Everything that is found at one account; shared passwords are found at the end, when all are known. */
export function findingsOf(
  subject: AuditSubject,
  result: TestResult,
  options: FindingOptions,
): readonly Finding[] {
  return [
    ...secretFindings(result),
    ...ageFindings(subject, options),
    ...flagFindings(subject, result),
  ].filter(({ finding }) => !options.left.has(finding));
}

function* secretFindings(result: TestResult): Generator<Finding> {
  const { scheme = '', grade, guessed, significantBytes, breachCount = 0, violations } = result;
  if (result.isEmpty) yield foundAs('empty-password');
  if (grade === 'cleartext') yield foundAs('cleartext-password', { scheme });
  if (scheme === 'CRAM-MD5') yield foundAs('cram-md5-stored');
  else if (grade === 'weak') yield foundAs('weak-scheme', { scheme });
  if (significantBytes !== undefined)
    yield foundAs('truncating-scheme', { scheme, significantBytes });
  if (breachCount > 0) yield foundAs('breached-password', { seen: breachCount });
  if (guessed) {
    const { source, tries, score } = guessed;
    const evidence = { source, tries, ...(score === undefined ? {} : { score }) };
    if (source === 'name') yield foundAs('name-as-password', evidence);
    else if (source === 'default') yield foundAs('default-password', evidence);
    else yield foundAs('guessed-password', evidence);
  }
  if (violations.length > 0)
    yield foundAs('policy-violation', {
      rules: violations.map(({ id }) => id),
      clauses: [...new Set(violations.map(({ clause }) => clause))],
    });
}

function* ageFindings(subject: AuditSubject, options: FindingOptions): Generator<Finding> {
  const now = Date.parse(options.now);
  const daysSince = (at: string | undefined) =>
    at === undefined ? undefined : Math.floor((now - Date.parse(at)) / DAY_MS);
  const ageDays = daysSince(subject.changedAt);
  if (ageDays !== undefined && ageDays > options.oldAfterDays)
    yield foundAs('old-password', { ageDays });
  if (subject.neverExpires === true) yield foundAs('never-expires');
  if (
    subject.mustChange === true &&
    (ageDays ?? Number.POSITIVE_INFINITY) > MUST_CHANGE_PATIENCE_DAYS
  )
    yield foundAs('must-change-ignored', ageDays === undefined ? {} : { ageDays });
  if (subject.hasPolicy === false) yield foundAs('no-effective-policy');
  const oldest = Math.max(
    0,
    ...(subject.appPasswordsChangedAt ?? []).map((at) => daysSince(at) ?? 0),
  );
  if (oldest > options.appPasswordOldAfterDays)
    yield foundAs('app-password-old', { ageDays: oldest });
}
