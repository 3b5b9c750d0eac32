import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { decodeAccountState } from '../domain/account-state-text.js';
import type { Evidence } from '../domain/signal.js';
import {
  type KnownGood,
  type SettledEvidence,
  settle,
} from '../domain/suppressors/settled-evidence.js';
import type { Settlements } from '../domain/suppressors/suppression-book.js';

/** Signals of so many days before a verdict are settled by it. */
const SETTLED_DAYS = 30;

/** Reads and writes what the verdict `safe` has settled. */
@Injectable()
export class SettledEvidenceRepository {
  async all(tx: Transaction): Promise<Settlements> {
    const rows: { account_id: string; detector: string; evidence: SettledEvidence }[] =
      await tx.query(
        `SELECT settled_evidence.account_id, settled_evidence.detector, settled_evidence.evidence
           FROM settled_evidence`,
      );
    const settlements = new Map<string, Map<string, SettledEvidence>>();
    for (const { account_id: accountId, detector, evidence } of rows) {
      const known = settlements.get(accountId) ?? new Map<string, SettledEvidence>();
      settlements.set(accountId, known);
      known.set(detector, evidence);
    }
    return settlements;
  }

  /** Settles what the account's signals have shown. @param at ms, the time of the verdict */
  async settle(tx: Transaction, accountId: string, at: number): Promise<void> {
    const rows: { detector: string; evidence: Evidence }[] = await tx.query(
      `SELECT signal.detector, signal.evidence FROM signal
        WHERE signal.account_id = $1 AND signal.suppressed_by IS NULL
          AND signal.at > (SELECT max(newest.at) FROM signal AS newest WHERE newest.account_id = $1) - make_interval(days => $2)`,
      [accountId, SETTLED_DAYS],
    );
    const known = await this.knownGood(tx, accountId);
    const byDetector = new Map<string, Evidence[]>();
    for (const { detector, evidence } of rows)
      byDetector.set(detector, [...(byDetector.get(detector) ?? []), evidence]);
    for (const [detector, evidences] of byDetector)
      await tx.query(
        `INSERT INTO settled_evidence (account_id, detector, evidence, settled_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, detector) DO UPDATE
           SET evidence = excluded.evidence, settled_at = excluded.settled_at`,
        [accountId, detector, JSON.stringify(settle(evidences, known)), new Date(at).toISOString()],
      );
  }

  private async knownGood(tx: Transaction, accountId: string): Promise<KnownGood> {
    const rows: { state: string }[] = await tx.query(
      `SELECT account_state.state FROM account_state WHERE account_state.account_id = $1`,
      [accountId],
    );
    const [state] = rows.map((row) => decodeAccountState(row.state));
    return {
      networks: state?.networks.keys ?? [],
      countries: state?.countries.map(({ country }) => country) ?? [],
    };
  }

  /** Takes back what was settled: the account was somebody else's after all. */
  async unsettle(tx: Transaction, accountId: string): Promise<void> {
    await tx.query(`DELETE FROM settled_evidence WHERE settled_evidence.account_id = $1`, [
      accountId,
    ]);
  }
}
