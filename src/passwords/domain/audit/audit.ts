import { MINUTE_MS } from '../../../kernel/clock.js';

/** How far an audit is. `collecting` takes the stored passwords over, `testing` looks at them. */
export const AUDIT_STATUSES = [
  'queued',
  'collecting',
  'testing',
  'done',
  'failed',
  'cancelled',
] as const;
export type AuditStatus = (typeof AUDIT_STATUSES)[number];

/** What is looked for, and how hard. */
export interface AuditChecks {
  /** Words of the organisation that its people build passwords on: names, towns, products. */
  readonly words: readonly string[];
  /** Milliseconds of guessing that an account with a slow scheme is worth. */
  readonly millisecondsPerAccount: number;
  readonly oldAfterDays: number;
  readonly appPasswordOldAfterDays: number;
  /** Ids of findings that aren't looked for. */
  readonly leave: readonly string[];
  /** Whether accounts that can't sign in are looked at, too. */
  readonly inactive: boolean;
}

/** A run over the stored passwords of a directory or of an upload. */
export interface PasswordAudit {
  readonly id: string;
  readonly directoryId?: string;
  readonly uploadId?: string;
  /** What is compared over time: `directory:<id>`, or `upload:<name>`. */
  readonly source: string;
  readonly status: AuditStatus;
  /** Name of the password policy that guessed passwords are judged by. */
  readonly policy: string;
  readonly checks: AuditChecks;
  /** The run's key, sealed; absent once it was destroyed. */
  readonly sealedKey?: Buffer;
  /** Accounts tested, and accounts in all. */
  readonly done: number;
  readonly total: number;
  readonly summary?: AuditSummary;
  /** Why it failed. */
  readonly problem?: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly startedAt?: Date;
  readonly heardAt?: Date;
  readonly finishedAt?: Date;
}

/** What came of the accounts of one scheme. */
export interface SchemeCoverage {
  readonly scheme: string;
  readonly grade: string | null;
  /** `tested`, or why not. */
  readonly coverage: string;
  readonly accounts: number;
  readonly guessed: number;
  /** Guesses made, and guesses that the budget didn't allow, of an account on average. */
  readonly triesPerAccount: number;
  readonly untriedPerAccount: number;
  /** Processor time of an account on average. */
  readonly millisecondsPerAccount: number;
}

/** An audit in numbers. */
export interface AuditSummary {
  readonly accounts: number;
  /** Accounts that were left out because they can't sign in; absent in old audits. */
  readonly leftOut?: number;
  readonly withFindings: number;
  readonly guessed: number;
  readonly coverage: readonly SchemeCoverage[];
  /** Whether hashes could be looked up in a breach list. */
  readonly breachList: 'asked' | 'none';
  readonly findings: Readonly<Record<string, number>>;
  readonly severities: Readonly<Record<string, number>>;
  /** Accounts by age of the password: less than 90 days, a year, two, five, more, unknown. */
  readonly ages: Readonly<Record<string, number>>;
  /** Guessed passwords by zxcvbn's score. */
  readonly scores: Readonly<Record<string, number>>;
  /** Units with the most findings. */
  readonly units: readonly {
    readonly unit: string;
    readonly accounts: number;
    readonly withFindings: number;
  }[];
  /** Sizes of the groups of accounts that share a password, the largest first. */
  readonly sharedGroups: readonly number[];
}

/** A run that is silent for so long was lost. */
export const AUDIT_SILENCE_MS = 5 * MINUTE_MS;

/** Whether an audit hasn't ended. */
export function isOpen(status: AuditStatus): boolean {
  return status === 'queued' || status === 'collecting' || status === 'testing';
}

/** Seconds until the end at the present pace; undefined while there is none. */
export function secondsLeft({
  status,
  done,
  total,
  startedAt,
  heardAt,
}: PasswordAudit): number | undefined {
  if (status !== 'testing' || !startedAt || !heardAt || done === 0) return undefined;
  const elapsed = (heardAt.getTime() - startedAt.getTime()) / 1_000;
  return Math.ceil((elapsed / done) * (total - done));
}
