import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { ActionOutcome } from './domain/action.js';
import type { NoticeTemplate } from './domain/notice.js';
import type { CampaignSelector, CampaignStatus, ResetCampaign } from './domain/reset-campaign.js';

/** What is to be different about a campaign. */
export interface CampaignChange {
  readonly status?: CampaignStatus | undefined;
  /** null forgets it. */
  readonly outcome?: ActionOutcome | null | undefined;
  readonly approvedBy?: string | undefined;
  readonly wave?: number | undefined;
  readonly seenWave?: number | undefined;
  readonly nextWaveAt?: Date | undefined;
}

interface Row {
  id: string;
  status: CampaignStatus;
  selector: CampaignSelector;
  reason: string;
  notice: NoticeTemplate | null;
  wave_size: number;
  wave_every_seconds: number;
  canary_size: number;
  pause_at_failure_percent: number;
  requested_by: string;
  approved_by: string | null;
  outcome: ActionOutcome | null;
  wave: number;
  seen_wave: number;
  next_wave_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
}

/** Writes and reads campaigns and whom they are about. */
@Injectable()
export class ResetCampaignRepository {
  async add(tx: Transaction, campaign: ResetCampaign): Promise<void> {
    await tx.query(
      `INSERT INTO reset_campaign (id, status, selector, reason, notice, wave_size, wave_every_seconds,
                                   canary_size, pause_at_failure_percent, requested_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        campaign.id,
        campaign.status,
        JSON.stringify(campaign.selector),
        campaign.reason,
        campaign.notice ? JSON.stringify(campaign.notice) : null,
        campaign.waveSize,
        campaign.waveEverySeconds,
        campaign.canarySize,
        campaign.pauseAtFailurePercent,
        campaign.requestedBy,
      ],
    );
  }

  /** With `lock`, nobody else can change the row before the end of the transaction. */
  async find(tx: Transaction, id: string, lock = false): Promise<ResetCampaign | undefined> {
    const [row]: Row[] = await tx.query(
      `SELECT reset_campaign.* FROM reset_campaign WHERE reset_campaign.id = $1 ${lock ? 'FOR UPDATE' : ''}`,
      [id],
    );
    return row && toCampaign(row);
  }

  /** Newest first. @param after id of the last one of the page before */
  async list(
    tx: Transaction,
    filter: { readonly status?: CampaignStatus | undefined; readonly after?: string | undefined },
    limit: number,
  ): Promise<ResetCampaign[]> {
    const rows: Row[] = await tx.query(
      `SELECT reset_campaign.* FROM reset_campaign
        WHERE ($1::text IS NULL OR reset_campaign.status = $1)
          AND ($2::uuid IS NULL OR reset_campaign.id < $2)
        ORDER BY reset_campaign.id DESC LIMIT ${limit}`,
      [filter.status ?? null, filter.after ?? null],
    );
    return rows.map(toCampaign);
  }

  /** Those on which something is to be done. */
  async open(tx: Transaction): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT reset_campaign.id FROM reset_campaign
        WHERE reset_campaign.status IN ('preparing', 'running') ORDER BY reset_campaign.id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Those that run; nobody else can change them before the end of the transaction. */
  async lockRunning(tx: Transaction): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT reset_campaign.id FROM reset_campaign
        WHERE reset_campaign.status = 'running' ORDER BY reset_campaign.id FOR UPDATE`,
    );
    return rows.map(({ id }) => id);
  }

  async change(tx: Transaction, id: string, change: CampaignChange): Promise<void> {
    await tx.query(
      `UPDATE reset_campaign
          SET status = coalesce($2, status),
              outcome = CASE WHEN $3 THEN $4::jsonb ELSE outcome END,
              approved_by = coalesce($5, approved_by),
              wave = coalesce($6, wave),
              next_wave_at = coalesce($7, next_wave_at),
              seen_wave = coalesce($8, seen_wave),
              finished_at = CASE WHEN $2 IN ('finished', 'cancelled') THEN now() ELSE finished_at END
        WHERE id = $1`,
      [
        id,
        change.status ?? null,
        change.outcome !== undefined,
        change.outcome ? JSON.stringify(change.outcome) : null,
        change.approvedBy ?? null,
        change.wave ?? null,
        change.nextWaveAt?.toISOString() ?? null,
        change.seenWave ?? null,
      ],
    );
  }
}

function toCampaign(row: Row): ResetCampaign {
  return {
    id: row.id,
    status: row.status,
    selector: row.selector,
    reason: row.reason,
    notice: row.notice ?? undefined,
    waveSize: row.wave_size,
    waveEverySeconds: row.wave_every_seconds,
    canarySize: row.canary_size,
    pauseAtFailurePercent: row.pause_at_failure_percent,
    requestedBy: row.requested_by,
    approvedBy: row.approved_by ?? undefined,
    outcome: row.outcome ?? undefined,
    wave: row.wave,
    seenWave: row.seen_wave,
    nextWaveAt: row.next_wave_at ?? undefined,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
  };
}
