import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';

/** What a batch finds when it has become the writer. */
export interface IngestClock {
  /** Number of batches committed so far. */
  readonly epoch: number;
  /** Time of the newest event ever stored, ms. */
  readonly newestEventAt: number | undefined;
  readonly rosterVersion: number;
  /** Of what operators have said about detectors and suppressors. */
  readonly settingsVersion: string;
}

/**
 * The one row whose lock makes a batch the only writer of all processes. Order matters to the fold,
 * and one writer with large batches stores more than several with small ones.
 */
@Injectable()
export class IngestClockRepository {
  /** Waits for the writer's lock, which is held to the end of the transaction. */
  async lock(tx: Transaction): Promise<IngestClock> {
    const [row]: {
      epoch: string;
      newest_event_at: Date | null;
      roster_version: string;
      settings_version: string;
    }[] = await tx.query(
      `SELECT ingest_clock.epoch, ingest_clock.newest_event_at, ingest_clock.roster_version,
              ingest_clock.settings_version
         FROM ingest_clock FOR UPDATE`,
    );
    if (!row) throw new Error('the table ingest_clock has lost its row');
    return {
      epoch: Number(row.epoch),
      newestEventAt: row.newest_event_at?.getTime(),
      rosterVersion: Number(row.roster_version),
      settingsVersion: row.settings_version,
    };
  }

  /** Counts the batch. @param newestEventAt ms */
  async advance(tx: Transaction, newestEventAt: number | undefined): Promise<void> {
    await tx.query(
      `UPDATE ingest_clock
          SET epoch = epoch + 1, newest_event_at = greatest(newest_event_at, $1::timestamptz)`,
      [newestEventAt === undefined ? null : new Date(newestEventAt).toISOString()],
    );
  }
}
