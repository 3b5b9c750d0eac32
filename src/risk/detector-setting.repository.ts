import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';

/** A detector's setting as an operator changed it. */
export interface StoredSetting {
  readonly detector: string;
  readonly enabled: boolean;
  readonly weight: number;
  readonly options: unknown;
}

/** Reads and writes the settings of detectors that operators have changed. */
@Injectable()
export class DetectorSettingRepository {
  all(tx: Transaction): Promise<StoredSetting[]> {
    return tx.query(
      `SELECT detector_setting.detector, detector_setting.enabled, detector_setting.weight, detector_setting.options
         FROM detector_setting ORDER BY detector_setting.detector`,
    );
  }

  async save(tx: Transaction, setting: StoredSetting): Promise<void> {
    await tx.query(
      `INSERT INTO detector_setting (detector, enabled, weight, options) VALUES ($1, $2, $3, $4)
       ON CONFLICT (detector) DO UPDATE
         SET enabled = excluded.enabled, weight = excluded.weight, options = excluded.options, updated_at = now()`,
      [setting.detector, setting.enabled, setting.weight, JSON.stringify(setting.options)],
    );
    await this.touch(tx);
  }

  /** Has every process read again what operators have set and said. */
  async touch(tx: Transaction): Promise<void> {
    await tx.query(`UPDATE ingest_clock SET settings_version = settings_version + 1`);
  }

  /** Changes whenever any setting does. */
  async version(tx: Transaction): Promise<string> {
    const [row]: { settings_version: string }[] = await tx.query(
      `SELECT ingest_clock.settings_version FROM ingest_clock`,
    );
    return row?.settings_version ?? '0';
  }
}
