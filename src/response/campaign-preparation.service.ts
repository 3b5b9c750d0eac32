import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { Database } from '../platform/database/database.js';
import { CampaignAccountRepository } from './campaign-account.repository.js';
import { CampaignSelection } from './campaign-selection.service.js';
import type { ActionOutcome } from './domain/action.js';
import { ResetCampaignRepository } from './reset-campaign.repository.js';
import { ResponsePolicyService } from './response-policy.service.js';

const ACTOR = 'reset-campaign';
const NEEDS_APPROVAL: ActionOutcome = {
  code: 'second-operator',
  detail:
    'The policy wants two operators for each reset campaign. Look at its accounts, then another one has to approve it.',
};

/** Writes down whom a campaign is about. */
@Injectable()
export class CampaignPreparation {
  constructor(
    private readonly database: Database,
    private readonly campaigns: ResetCampaignRepository,
    private readonly accounts: CampaignAccountRepository,
    private readonly selection: CampaignSelection,
    private readonly policies: ResponsePolicyService,
    private readonly auditLog: AuditLogService,
  ) {}

  /** Does nothing for a campaign that is prepared. All in one transaction: a crash leaves it as it was. */
  async prepare(id: string): Promise<void> {
    const now = await this.campaigns.find(this.database.direct, id);
    if (now?.status !== 'preparing') return;
    await this.database.transaction(async (tx) => {
      const campaign = await this.campaigns.find(tx, id, true);
      if (campaign?.status !== 'preparing') return;
      let [accounts, excluded] = [0, 0];
      for await (const page of this.selection.select(tx, campaign.selector)) {
        await this.accounts.add(tx, id, page);
        accounts += page.length;
        excluded += page.filter(({ exclusion }) => exclusion !== undefined).length;
      }
      const { policy } = await this.policies.read(tx);
      const waits = policy.secondOperatorFor.includes('reset-campaign');
      await this.campaigns.change(tx, id, {
        status: waits ? 'awaiting-approval' : 'running',
        outcome: waits ? NEEDS_APPROVAL : null,
      });
      await this.auditLog.append(
        {
          actor: ACTOR,
          what: 'reset-campaign.prepared',
          subject: id,
          detail: { accounts, excluded },
        },
        tx,
      );
    });
  }
}
