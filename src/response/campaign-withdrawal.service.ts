import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Transaction } from '../platform/database/transaction.js';
import { ActionRepository } from './action.repository.js';
import { CampaignAccountRepository } from './campaign-account.repository.js';
import type { ActionOutcome } from './domain/action.js';
import { ResetCampaignRepository } from './reset-campaign.repository.js';

const ACTOR = 'reset-campaign';
const WITHDRAWN: ActionOutcome = {
  code: 'campaign-halted',
  detail: 'Its reset campaign was paused or cancelled before a worker began.',
};

/** Takes back what campaigns have asked for and no worker has begun. */
@Injectable()
export class CampaignWithdrawal {
  constructor(
    private readonly actions: ActionRepository,
    private readonly campaigns: ResetCampaignRepository,
    private readonly accounts: CampaignAccountRepository,
    private readonly auditLog: AuditLogService,
  ) {}

  /** Cancels the campaign's actions that wait; their accounts wait for a wave again. */
  async putBack(tx: Transaction, campaignId: string): Promise<void> {
    const ids = await this.accounts.withdrawable(tx, campaignId);
    for (const id of ids)
      await this.actions.change(tx, id, { status: 'cancelled', outcome: WITHDRAWN });
    await this.accounts.putBack(tx, campaignId, ids);
    await this.auditLog.appendAll(
      ids.map((id) => ({
        actor: ACTOR,
        what: 'action.cancelled',
        subject: id,
        detail: { campaign: campaignId, outcome: WITHDRAWN },
      })),
      tx,
    );
  }

  /** Pauses every campaign that runs. */
  async pauseAll(tx: Transaction, outcome: ActionOutcome): Promise<void> {
    for (const id of await this.campaigns.lockRunning(tx)) {
      await this.putBack(tx, id);
      await this.campaigns.change(tx, id, { status: 'paused', outcome });
      await this.auditLog.append(
        { actor: ACTOR, what: 'reset-campaign.paused', subject: id, detail: { outcome } },
        tx,
      );
    }
  }
}
