import type { Finding } from './findings.js';
import { isSevere } from './findings.js';
import type { PasswordFinding } from './password-checks.js';

/** The last line of `--json`. */
export interface Summary {
  /** Events in the logs, be they new to the service or sent to it before. */
  readonly events: number;
  /** Accounts that the botnet of the sample uses. */
  readonly planted: number;
  /** Those of them at level high or above. */
  readonly found: number;
  /** Other accounts at level high or above, or acted on. */
  readonly falseAlarms: number;
  /** Accounts that the directory says are locked, by an action that was applied. */
  readonly locked: number;
  /** Accounts that the directory asks for a new password, by an action that was applied. */
  readonly reset: number;
  /** Of the case's four passwords, how many the policy refuses. */
  readonly weakPasswords: number;
  readonly seconds: number;
}

/** What happened, to be judged. */
export interface Happened {
  readonly events: number;
  readonly plantedLogins: readonly string[];
  /** Every account that is at level high or above, or was acted on. */
  readonly findings: readonly Finding[];
  readonly passwords: readonly PasswordFinding[];
  readonly isAuditLogWhole: boolean;
  readonly seconds: number;
}

/** The summary, and in words whatever keeps it from being a success. */
export interface Judgement {
  readonly summary: Summary;
  readonly complaints: readonly string[];
}

/** Compares what was found and done with what was planted. */
export function judge(happened: Happened): Judgement {
  const { events, plantedLogins, findings, passwords, isAuditLogWhole, seconds } = happened;
  const byLogin = new Map(findings.map((finding) => [finding.login, finding]));
  const severe = (login: string) => isSevere(byLogin.get(login)?.level ?? 'low');
  const handled = (login: string) => isLocked(byLogin.get(login)) || isReset(byLogin.get(login));
  const falseAlarms = findings.filter(
    (finding) =>
      !plantedLogins.includes(finding.login) &&
      (isSevere(finding.level) || finding.actions.some(({ status }) => status === 'applied')),
  );
  const complaints = [
    ...plantedLogins
      .filter((login) => !severe(login))
      .map((login) => `${login} is planted and was not found.`),
    ...plantedLogins
      .filter((login) => severe(login) && !handled(login))
      .map((login) => `${login} was found, but the directory says neither locked nor reset.`),
    ...falseAlarms.map(({ login, level }) => `${login} is a false alarm at level ${level}.`),
    ...findings
      .filter(({ directoryAgrees }) => !directoryAgrees)
      .map(({ login }) => `Of ${login} the service says something else than the directory.`),
    ...passwords
      .filter(({ allowed }) => allowed)
      .map(({ login }) => `The password of ${login} is weak and was let pass.`),
    ...(isAuditLogWhole ? [] : ['The chain of the audit log is broken.']),
  ];
  return {
    summary: {
      events,
      planted: plantedLogins.length,
      found: plantedLogins.filter(severe).length,
      falseAlarms: falseAlarms.length,
      locked: findings.filter(isLocked).length,
      reset: findings.filter(isReset).length,
      weakPasswords: passwords.filter(({ allowed }) => !allowed).length,
      seconds: Math.round(seconds * 10) / 10,
    },
    complaints,
  };
}

/** Whether the directory says locked, and an action of ours did it. */
export function isLocked(finding: Finding | undefined): boolean {
  return finding?.mailbox?.active === false && wasApplied(finding, 'lock');
}

/** Whether the directory asks for a new password, and an action of ours did it. */
export function isReset(finding: Finding | undefined): boolean {
  return finding?.mailbox?.mustChange === true && wasApplied(finding, 'force-reset');
}

// After a crash between act and record, the repeat finds the act done.
function wasApplied({ actions }: Finding, operation: string): boolean {
  return actions.some(
    ({ do: did, status, outcome }) =>
      did === operation &&
      (status === 'applied' || (status === 'unchanged' && outcome?.code === 'unchanged')),
  );
}
