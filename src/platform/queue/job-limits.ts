import { getNextMillis } from 'bullmq';
import { DomainError } from '../../kernel/errors.js';
import type { JobData, Recurrence } from './job-queue.js';

const MAX_DATA_BYTES = 4_096;
/** What both of BullMQ's stores take as a job's own id: digits alone are their own numbering. */
const JOB_ID = /^[A-Za-z0-9._@-]{1,128}$/;
const DIGITS = /^\d+$/;

/** @throws DomainError `job-too-large` */
export function refuseLargeData(data: JobData): void {
  if (Buffer.byteLength(JSON.stringify(data)) <= MAX_DATA_BYTES) return;
  throw new DomainError(
    'too-large',
    'job-too-large',
    'A job carries ids, at most 4 KiB of them as JSON.',
  );
}

/** @throws DomainError `job-id-invalid` */
export function refuseBadId(id: string): void {
  if (JOB_ID.test(id) && !DIGITS.test(id)) return;
  throw new DomainError(
    'invalid',
    'job-id-invalid',
    'A job id has 1 to 128 letters, digits and ._@-, and not digits alone.',
  );
}

/** @throws DomainError `schedule-invalid` */
export function refuseBadSchedule(recurrence: Recurrence): void {
  if (nextRun(recurrence, new Date(0))) return;
  throw new DomainError(
    'invalid',
    'schedule-invalid',
    'The schedule needs a cron expression and an IANA time zone, or a whole number of milliseconds.',
  );
}

/** When a schedule runs next after a time; undefined when it never does, or can't be read. */
export function nextRun(recurrence: Recurrence, after: Date): Date | undefined {
  if ('everyMs' in recurrence) {
    const { everyMs } = recurrence;
    const isPossible = Number.isSafeInteger(everyMs) && everyMs > 0;
    return isPossible ? new Date(after.getTime() + everyMs) : undefined;
  }
  const { cron, timezone } = recurrence;
  // The parser would make up the fields that are missing.
  if (![5, 6].includes(cron.trim().split(/\s+/).length)) return undefined;
  try {
    const next = getNextMillis(after.getTime(), { pattern: cron, tz: timezone });
    return next === undefined ? undefined : new Date(next);
  } catch {
    return undefined;
  }
}
