import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { ActionOutcome } from './domain/action.js';

/** An account that a campaign takes in or leaves out. */
export interface CampaignAccount {
  readonly accountId: string;
  readonly score: number;
  readonly exclusion: ActionOutcome | undefined;
}

/** Writes and reads whom campaigns are about. */
@Injectable()
export class CampaignAccountRepository {
  /** Those that a try before has left are forgotten. */
  async forget(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM reset_campaign_account WHERE campaign_id = $1`, [id]);
  }

  async add(tx: Transaction, id: string, accounts: readonly CampaignAccount[]): Promise<void> {
    await tx.query(
      `INSERT INTO reset_campaign_account (campaign_id, account_id, score, exclusion)
       SELECT $1, * FROM unnest($2::uuid[], $3::float8[], $4::jsonb[])
       ON CONFLICT DO NOTHING`,
      [
        id,
        accounts.map(({ accountId }) => accountId),
        accounts.map(({ score }) => score),
        accounts.map(({ exclusion }) => (exclusion ? JSON.stringify(exclusion) : null)),
      ],
    );
  }

  /** The accounts that are next, those most at risk first. */
  async next(tx: Transaction, id: string, limit: number): Promise<string[]> {
    const rows: { account_id: string }[] = await tx.query(
      `SELECT reset_campaign_account.account_id FROM reset_campaign_account
        WHERE reset_campaign_account.campaign_id = $1 AND reset_campaign_account.wave IS NULL
          AND reset_campaign_account.exclusion IS NULL
        ORDER BY reset_campaign_account.score DESC, reset_campaign_account.account_id LIMIT $2`,
      [id, limit],
    );
    return rows.map((row) => row.account_id);
  }

  /** Accounts that came to be in a wave, with the actions on them. */
  async begin(
    tx: Transaction,
    id: string,
    wave: number,
    actions: readonly { readonly accountId: string; readonly id: string }[],
  ): Promise<void> {
    await tx.query(
      `UPDATE reset_campaign_account SET wave = $2, action_id = begun.action_id
         FROM unnest($3::uuid[], $4::uuid[]) AS begun (account_id, action_id)
        WHERE reset_campaign_account.campaign_id = $1
          AND reset_campaign_account.account_id = begun.account_id`,
      [id, wave, actions.map(({ accountId }) => accountId), actions.map((action) => action.id)],
    );
  }

  async exclude(
    tx: Transaction,
    id: string,
    excluded: readonly Pick<CampaignAccount, 'accountId' | 'exclusion'>[],
  ): Promise<void> {
    await tx.query(
      `UPDATE reset_campaign_account SET exclusion = left_out.exclusion
         FROM unnest($2::uuid[], $3::jsonb[]) AS left_out (account_id, exclusion)
        WHERE reset_campaign_account.campaign_id = $1
          AND reset_campaign_account.account_id = left_out.account_id`,
      [
        id,
        excluded.map(({ accountId }) => accountId),
        excluded.map(({ exclusion }) => JSON.stringify(exclusion)),
      ],
    );
  }

  /** Accounts whose action was withdrawn before it began wait for a wave again. */
  async putBack(tx: Transaction, id: string, actionIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE reset_campaign_account SET wave = NULL, action_id = NULL
        WHERE campaign_id = $1 AND action_id = ANY($2::uuid[])`,
      [id, actionIds],
    );
  }

  /** Actions of a campaign that no worker has begun. */
  async withdrawable(tx: Transaction, id: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT action.id FROM action
        WHERE action.campaign_id = $1 AND action.status IN ('queued', 'awaiting-approval')
        ORDER BY action.id FOR UPDATE`,
      [id],
    );
    return rows.map((row) => row.id);
  }
}
