import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { idFromDigest } from '../kernel/ids.js';
import { binaryArray } from '../platform/database/binary-array.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Level } from './domain/level.js';
import type { ScorableSignal, Verdict } from './domain/scoring.js';
import type { AccountSignal } from './fold-outcome.js';

/** What an account's score is made from. */
export interface ScoringFacts {
  readonly accountId: string;
  readonly signals: readonly ScorableSignal[];
  readonly verdict: Verdict | undefined;
  /** The level that is stored; undefined when the account was never scored. */
  readonly level: Level | undefined;
}

/** A score to be stored. */
export interface StoredScore {
  readonly accountId: string;
  readonly score: number;
  readonly level: string;
  /** ms */
  readonly asOf: number;
  readonly contributions: unknown;
  readonly openSignals: number;
}

/** Writes signals and scores. */
@Injectable()
export class SignalRepository {
  /** The id is a function of account, detector and event, so folding again finds the same. */
  async save(tx: Transaction, signals: readonly AccountSignal[]): Promise<void> {
    if (signals.length === 0) return;
    await tx.query(
      `INSERT INTO signal (id, account_id, detector, technique, at, event_id, confidence, summary, evidence, suppressed_by)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[],
                            $6::uuid[], $7::float8[], $8::text[], $9::jsonb[], $10::text[])
       ON CONFLICT (id) DO NOTHING`,
      [
        binaryArray(
          'uuid',
          signals.map(({ accountId, signal: { at, detector, eventId } }) =>
            idFromDigest(at, hash('sha256', `${accountId} ${detector} ${eventId}`, 'binary')),
          ),
        ),
        binaryArray(
          'uuid',
          signals.map(({ accountId }) => accountId),
        ),
        binaryArray(
          'text',
          signals.map(({ signal }) => signal.detector),
        ),
        binaryArray(
          'text',
          signals.map(({ signal }) => signal.technique),
        ),
        binaryArray(
          'timestamptz',
          signals.map(({ signal }) => signal.at),
        ),
        binaryArray(
          'uuid',
          signals.map(({ signal }) => signal.eventId),
        ),
        binaryArray(
          'float8',
          signals.map(({ signal }) => signal.confidence),
        ),
        binaryArray(
          'text',
          signals.map(({ signal }) => signal.summary),
        ),
        binaryArray(
          'jsonb',
          signals.map(({ signal }) => JSON.stringify(signal.evidence)),
        ),
        binaryArray(
          'text',
          signals.map(({ signal }) => signal.suppressedBy ?? null),
        ),
      ],
    );
  }

  /** Signals (those not suppressed, of the `days` before the account's newest) and verdict of each account. */
  async scoringFacts(
    tx: Transaction,
    accountIds: readonly string[],
    days: number,
  ): Promise<ScoringFacts[]> {
    const signals: (ScorableSignal & { account_id: string; at: Date })[] = await tx.query(
      `SELECT signal.id, signal.account_id, signal.detector, signal.at, signal.confidence, signal.summary
         FROM signal
         JOIN (SELECT signal.account_id, max(signal.at) - make_interval(days => $2) AS since
                 FROM signal WHERE signal.account_id = ANY($1::uuid[]) GROUP BY 1) AS newest
           ON newest.account_id = signal.account_id AND signal.at > newest.since
        WHERE signal.suppressed_by IS NULL`,
      [accountIds, days],
    );
    const verdicts: {
      id: string;
      standing: string;
      verdict_at: Date | null;
      level: Level | null;
    }[] = await tx.query(
      `SELECT account.id, account.standing, account.verdict_at, account_risk.level
         FROM account LEFT JOIN account_risk ON account_risk.account_id = account.id
        WHERE account.id = ANY($1::uuid[])`,
      [accountIds],
    );
    const byAccount = new Map<string, ScorableSignal[]>();
    for (const { account_id: accountId, at, ...signal } of signals) {
      const list = byAccount.get(accountId) ?? [];
      byAccount.set(accountId, list);
      list.push({ ...signal, at: at.getTime() });
    }
    return verdicts.map(({ id, standing, verdict_at: at, level }) => ({
      accountId: id,
      signals: byAccount.get(id) ?? [],
      verdict: at === null ? undefined : toVerdict(id, standing, at),
      level: level ?? undefined,
    }));
  }

  async saveScores(tx: Transaction, scores: readonly StoredScore[]): Promise<void> {
    if (scores.length === 0) return;
    await tx.query(
      `INSERT INTO account_risk (account_id, score, level, scored_at, contributions, open_signals)
       SELECT * FROM unnest($1::uuid[], $2::float8[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::int[])
       ON CONFLICT (account_id) DO UPDATE
         SET score = excluded.score, level = excluded.level, scored_at = excluded.scored_at,
             contributions = excluded.contributions, open_signals = excluded.open_signals`,
      [
        binaryArray(
          'uuid',
          scores.map(({ accountId }) => accountId),
        ),
        binaryArray(
          'float8',
          scores.map(({ score }) => score),
        ),
        binaryArray(
          'text',
          scores.map(({ level }) => level),
        ),
        binaryArray(
          'timestamptz',
          scores.map(({ asOf }) => asOf),
        ),
        binaryArray(
          'jsonb',
          scores.map(({ contributions }) => JSON.stringify(contributions)),
        ),
        binaryArray(
          'int4',
          scores.map(({ openSignals }) => openSignals),
        ),
      ],
    );
  }

  /** Waits for the batch under way and keeps the next one waiting to the end of the transaction. */
  async keepBatchesOut(tx: Transaction): Promise<void> {
    await tx.query(`SELECT ingest_clock.epoch FROM ingest_clock FOR UPDATE`);
  }

  /** Makes accounts stand as if they had never been scored. */
  async dropScores(tx: Transaction, accountIds: readonly string[]): Promise<void> {
    if (accountIds.length === 0) return;
    await tx.query(`DELETE FROM account_risk WHERE account_id = ANY($1::uuid[])`, [accountIds]);
  }

  /** Accounts with a score that holds for an earlier time than `before` (ms), the oldest first. */
  async scoredBefore(tx: Transaction, before: number, limit: number): Promise<string[]> {
    const rows: { account_id: string }[] = await tx.query(
      `SELECT account_risk.account_id FROM account_risk
        WHERE account_risk.score > 0 AND account_risk.scored_at < $1
        ORDER BY account_risk.scored_at LIMIT $2`,
      [new Date(before).toISOString(), limit],
    );
    return rows.map((row) => row.account_id);
  }
}

function toVerdict(id: string, standing: string, at: Date): Verdict | undefined {
  if (standing === 'confirmed-compromised') return { id, kind: 'compromised', at: at.getTime() };
  if (standing === 'confirmed-safe') return { id, kind: 'safe', at: at.getTime() };
  return undefined;
}
