import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Transaction } from '../platform/database/transaction.js';
import {
  MISSED_RUNS,
  type Schedule,
  type ScheduleRun,
  type ScheduleSkip,
} from './domain/schedule.js';

const Row = z.object({
  id: z.string(),
  name: z.string(),
  job: z.string(),
  cron: z.string(),
  timezone: z.string(),
  params: z.record(z.string(), z.unknown()),
  enabled: z.boolean(),
  missed_runs: z.enum(MISSED_RUNS),
  next_run_at: z.date().nullable(),
  last_run: z.custom<ScheduleRun>().nullable(),
  last_skip: z.custom<ScheduleSkip>().nullable(),
  created_by: z.string(),
  created_at: z.date(),
});

/** Reads and writes rows of `schedule`. */
@Injectable()
export class ScheduleRepository {
  async list(tx: Transaction, after: string | undefined, limit: number): Promise<Schedule[]> {
    const rows: unknown[] = await tx.query(
      `SELECT schedule.* FROM schedule
        WHERE $1::uuid IS NULL OR schedule.id > $1 ORDER BY schedule.id LIMIT $2`,
      [after ?? null, limit],
    );
    return rows.map(toSchedule);
  }

  /** @param lock keeps the row for the transaction */
  async find(tx: Transaction, id: string, lock = false): Promise<Schedule | undefined> {
    const [row]: unknown[] = await tx.query(
      `SELECT schedule.* FROM schedule WHERE schedule.id = $1 ${lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return row === undefined ? undefined : toSchedule(row);
  }

  /** Whether it was added or replaced: false when another one has the name. */
  async save(tx: Transaction, schedule: Schedule): Promise<boolean> {
    const taken: unknown[] = await tx.query(
      `SELECT 1 FROM schedule WHERE schedule.name = $1 AND schedule.id <> $2`,
      [schedule.name, schedule.id],
    );
    if (taken.length > 0) return false;
    const written: unknown[] = await tx.query(
      `INSERT INTO schedule (id, name, job, cron, timezone, params, enabled, missed_runs,
                             next_run_at, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (id) DO UPDATE
         SET name = excluded.name, job = excluded.job, cron = excluded.cron,
             timezone = excluded.timezone, params = excluded.params, enabled = excluded.enabled,
             missed_runs = excluded.missed_runs, next_run_at = excluded.next_run_at
       RETURNING schedule.id`,
      [
        schedule.id,
        schedule.name,
        schedule.job,
        schedule.cron,
        schedule.timezone,
        JSON.stringify(schedule.params),
        schedule.enabled,
        schedule.missedRuns,
        schedule.nextRunAt ?? null,
        schedule.createdBy,
        schedule.createdAt,
      ],
    );
    return written.length > 0;
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM schedule WHERE schedule.id = $1`, [id]);
  }

  /** Starts a run, and moves on to the next one. */
  async begin(tx: Transaction, id: string, run: ScheduleRun, nextRunAt?: Date): Promise<void> {
    await tx.query(`UPDATE schedule SET last_run = $2, next_run_at = $3 WHERE schedule.id = $1`, [
      id,
      JSON.stringify(run),
      nextRunAt ?? null,
    ]);
  }

  /** Leaves a run out, and moves on to the next one. */
  async skip(tx: Transaction, id: string, skip: ScheduleSkip, nextRunAt?: Date): Promise<void> {
    await tx.query(`UPDATE schedule SET last_skip = $2, next_run_at = $3 WHERE schedule.id = $1`, [
      id,
      JSON.stringify(skip),
      nextRunAt ?? null,
    ]);
  }

  /** Notes how far a run has come, unless another one has taken its place. */
  async note(tx: Transaction, id: string, run: ScheduleRun): Promise<void> {
    await tx.query(
      `UPDATE schedule SET last_run = $3
        WHERE schedule.id = $1 AND schedule.last_run ->> 'id' = $2`,
      [id, run.id, JSON.stringify(run)],
    );
  }

  /** Schedules that are due, or whose run is under way. */
  async pending(tx: Transaction, now: Date): Promise<Schedule[]> {
    const rows: unknown[] = await tx.query(
      `SELECT schedule.* FROM schedule
        WHERE (schedule.enabled AND schedule.next_run_at <= $1)
           OR schedule.last_run ->> 'status' = 'running'`,
      [now],
    );
    return rows.map(toSchedule);
  }

  async enabled(tx: Transaction): Promise<Schedule[]> {
    const rows: unknown[] = await tx.query(
      `SELECT schedule.* FROM schedule WHERE schedule.enabled ORDER BY schedule.id`,
    );
    return rows.map(toSchedule);
  }
}

function toSchedule(raw: unknown): Schedule {
  const row = Row.parse(raw);
  return {
    id: row.id,
    name: row.name,
    job: row.job,
    cron: row.cron,
    timezone: row.timezone,
    params: row.params,
    enabled: row.enabled,
    missedRuns: row.missed_runs,
    ...(row.next_run_at ? { nextRunAt: row.next_run_at } : {}),
    ...(row.last_run ? { lastRun: row.last_run } : {}),
    ...(row.last_skip ? { lastSkip: row.last_skip } : {}),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
