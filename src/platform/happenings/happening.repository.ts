import { Injectable } from '@nestjs/common';
import type { Happening, HappeningKind, NewHappening } from '../../kernel/happening.js';
import { newId } from '../../kernel/ids.js';
import type { Transaction } from '../database/transaction.js';

interface HappeningRow {
  id: string;
  sequence: string;
  kind: HappeningKind;
  subject: string;
  account_id: string | null;
  detail: Record<string, unknown>;
  at: Date;
}

/** Rows that get their sequence in one statement. */
const NUMBERED_AT_ONCE = 5_000;

/** Writes happenings, puts them in order, and keeps how far each consumer has come. */
@Injectable()
export class HappeningRepository {
  async add(tx: Transaction, happenings: readonly NewHappening[]): Promise<void> {
    await tx.query(
      `INSERT INTO happening (id, kind, subject, account_id, detail)
       SELECT fresh.id, fresh.kind, fresh.subject, fresh.account_id, fresh.detail
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::jsonb[])
              WITH ORDINALITY AS fresh (id, kind, subject, account_id, detail, place)
        ORDER BY fresh.place`,
      [
        happenings.map(() => newId()),
        happenings.map(({ kind }) => kind),
        happenings.map(({ subject }) => subject),
        happenings.map(({ accountId }) => accountId ?? null),
        happenings.map(({ detail }) => JSON.stringify(detail)),
      ],
    );
  }

  /**
   * Gives committed happenings their sequence, in the order in which they were written. Nobody else
   * does so before the end of the transaction.
   *
   * @returns whether there may be more
   */
  async number(tx: Transaction): Promise<boolean> {
    // A statement of its own: the next one then sees what the last holder of the lock committed.
    await tx.query(`SELECT happening_clock.last FROM happening_clock FOR UPDATE`);
    const [moved]: { count: string }[] = await tx.query(
      `WITH fresh AS (
         SELECT happening.id, row_number() OVER (ORDER BY happening.written) AS place
           FROM happening WHERE happening.sequence IS NULL
          ORDER BY happening.written LIMIT ${NUMBERED_AT_ONCE}
       ), numbered AS (
         UPDATE happening SET sequence = happening_clock.last + fresh.place
           FROM fresh, happening_clock WHERE happening.id = fresh.id RETURNING happening.id
       ), moved AS (
         UPDATE happening_clock SET last = last + (SELECT count(*) FROM numbered)
          WHERE EXISTS (SELECT FROM numbered) RETURNING singleton
       )
       SELECT count(*) AS count FROM numbered`,
    );
    return Number(moved?.count ?? 0) === NUMBERED_AT_ONCE;
  }

  /** Makes a consumer known: it begins with what happens from now on. */
  async enrol(tx: Transaction, consumer: string): Promise<void> {
    await tx.query(
      `INSERT INTO happening_cursor (consumer, sequence)
       SELECT $1, happening_clock.last FROM happening_clock ON CONFLICT (consumer) DO NOTHING`,
      [consumer],
    );
  }

  /** How far a consumer has come, kept for the transaction; undefined while another process has it. */
  async claim(tx: Transaction, consumer: string): Promise<number | undefined> {
    const [row]: { sequence: string }[] = await tx.query(
      `SELECT happening_cursor.sequence FROM happening_cursor
        WHERE happening_cursor.consumer = $1 FOR UPDATE SKIP LOCKED`,
      [consumer],
    );
    return row && Number(row.sequence);
  }

  async after(tx: Transaction, sequence: number, limit: number): Promise<Happening[]> {
    const rows: HappeningRow[] = await tx.query(
      `SELECT happening.id, happening.sequence, happening.kind, happening.subject,
              happening.account_id, happening.detail, happening.at
         FROM happening WHERE happening.sequence > $1 ORDER BY happening.sequence LIMIT $2`,
      [sequence, limit],
    );
    return rows.map(({ account_id: accountId, sequence: place, ...row }) => ({
      ...row,
      sequence: Number(place),
      accountId: accountId ?? undefined,
    }));
  }

  async advance(tx: Transaction, consumer: string, sequence: number): Promise<void> {
    await tx.query(
      `UPDATE happening_cursor SET sequence = $2, moved_at = now() WHERE consumer = $1`,
      [consumer, sequence],
    );
  }

  /** How many happenings each consumer hasn't taken yet, those without a sequence included. */
  async behind(tx: Transaction): Promise<Record<string, number>> {
    const rows: { consumer: string; behind: string }[] = await tx.query(
      `SELECT happening_cursor.consumer,
              happening_clock.last - happening_cursor.sequence
                + (SELECT count(*) FROM happening WHERE happening.sequence IS NULL) AS behind
         FROM happening_cursor, happening_clock`,
    );
    return Object.fromEntries(rows.map(({ consumer, behind }) => [consumer, Number(behind)]));
  }

  /** Drops what is older than so many days and was taken by all of these consumers. */
  async dropOld(tx: Transaction, days: number, consumers: readonly string[]): Promise<void> {
    await tx.query(
      `DELETE FROM happening
        WHERE happening.at < now() - make_interval(days => $1)
          AND happening.sequence <= coalesce(
            (SELECT min(happening_cursor.sequence) FROM happening_cursor
              WHERE happening_cursor.consumer = ANY($2::text[])),
            (SELECT happening_clock.last FROM happening_clock))`,
      [days, consumers],
    );
  }
}
