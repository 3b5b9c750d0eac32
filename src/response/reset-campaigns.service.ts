import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { callerKey } from '../platform/http/caller.js';
import { CampaignQueue } from './campaign-queue.service.js';
import { CampaignSelection } from './campaign-selection.service.js';
import { CampaignWithdrawal } from './campaign-withdrawal.service.js';
import type { NoticeTemplate } from './domain/notice.js';
import type { CampaignSelector, CampaignStatus, ResetCampaign } from './domain/reset-campaign.js';
import { type CampaignChange, ResetCampaignRepository } from './reset-campaign.repository.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** What an operator asks for. */
export interface CampaignRequest {
  readonly selector: CampaignSelector;
  readonly reason: string;
  readonly waveSize: number;
  readonly waveEverySeconds: number;
  /** Accounts of the first wave; the policy's canary batch where it isn't said. */
  readonly canarySize?: number | undefined;
  readonly pauseAtFailurePercent: number;
  readonly notice?: NoticeTemplate | undefined;
}

/** Campaigns of resets by hand: asked for, approved, paused, resumed, cancelled by operators. */
@Injectable()
export class ResetCampaignsService {
  constructor(
    private readonly database: Database,
    private readonly campaigns: ResetCampaignRepository,
    private readonly selection: CampaignSelection,
    private readonly withdrawal: CampaignWithdrawal,
    private readonly policies: ResponsePolicyService,
    private readonly queue: CampaignQueue,
    private readonly auditLog: AuditLogService,
  ) {}

  /** @throws DomainError `response-stopped`, `incident-not-found`, `account-not-found` */
  async request(request: CampaignRequest, operator: Operator): Promise<ResetCampaign> {
    await this.selection.check(request.selector);
    const id = newId();
    const campaign = await this.database.transaction(async (tx) => {
      const { policy, stop } = await this.policies.read(tx);
      if (stop) throw stopped();
      await this.campaigns.add(tx, {
        ...request,
        id,
        status: 'preparing',
        canarySize: request.canarySize ?? policy.canary.size,
        notice: request.notice,
        requestedBy: callerKey(operator),
        approvedBy: undefined,
        outcome: undefined,
        wave: 0,
        seenWave: 0,
        nextWaveAt: undefined,
        createdAt: new Date(),
        finishedAt: undefined,
      });
      const { selector, reason, waveSize, waveEverySeconds } = request;
      await this.auditLog.append(
        {
          actor: operator,
          what: 'reset-campaign.requested',
          subject: id,
          detail: { selector, reason, waveSize, waveEverySeconds },
        },
        tx,
      );
      return found(await this.campaigns.find(tx, id));
    });
    await this.queue.remind(id);
    return campaign;
  }

  /** @throws DomainError `reset-campaign-not-found` */
  async get(id: string): Promise<ResetCampaign> {
    return found(await this.campaigns.find(this.database.direct, id));
  }

  /** @throws DomainError `reset-campaign-not-found`, `reset-campaign-not-possible`, `own-action`, `response-stopped` */
  async approve(id: string, operator: Operator): Promise<ResetCampaign> {
    const approved = await this.change(
      id,
      operator,
      'approved',
      ['awaiting-approval'],
      async (tx, campaign) => {
        await this.refuseStopped(tx);
        if (campaign.requestedBy === callerKey(operator))
          throw new DomainError(
            'conflict',
            'own-action',
            'Nobody approves what he asked for himself. Ask another operator.',
          );
        return { status: 'running', outcome: null, approvedBy: callerKey(operator) };
      },
    );
    await this.queue.remind(id);
    return approved;
  }

  /**
   * Begins no further action. Those that no worker has begun are withdrawn, and their accounts wait
   * for a wave again.
   *
   * @throws DomainError `reset-campaign-not-found`, `reset-campaign-not-possible`
   */
  pause(id: string, operator: Operator): Promise<ResetCampaign> {
    return this.change(id, operator, 'paused', ['running'], async (tx) => {
      await this.withdrawal.putBack(tx, id);
      return {
        status: 'paused',
        outcome: { code: 'paused', detail: `Paused by ${operator.name}. Resume or cancel it.` },
      };
    });
  }

  /** @throws DomainError `reset-campaign-not-found`, `reset-campaign-not-possible`, `response-stopped` */
  async resume(id: string, operator: Operator): Promise<ResetCampaign> {
    const resumed = await this.change(id, operator, 'resumed', ['paused'], async (tx, campaign) => {
      await this.refuseStopped(tx);
      // Its operator has seen how the last wave went; another one like it pauses it again.
      return { status: 'running', outcome: null, seenWave: campaign.wave };
    });
    await this.queue.remind(id);
    return resumed;
  }

  /**
   * Ends it. What no worker has begun is cancelled; what was done stays done.
   *
   * @throws DomainError `reset-campaign-not-found`, `reset-campaign-not-possible`
   */
  cancel(id: string, operator: Operator): Promise<ResetCampaign> {
    const open: CampaignStatus[] = ['preparing', 'awaiting-approval', 'running', 'paused'];
    return this.change(id, operator, 'cancelled', open, async (tx) => {
      await this.withdrawal.putBack(tx, id);
      return {
        status: 'cancelled',
        outcome: { code: 'cancelled', detail: `Cancelled by ${operator.name}.` },
      };
    });
  }

  private async refuseStopped(tx: Transaction): Promise<void> {
    if ((await this.policies.read(tx)).stop) throw stopped();
  }

  private change(
    id: string,
    operator: Operator,
    what: string,
    from: readonly CampaignStatus[],
    change: (tx: Transaction, campaign: ResetCampaign) => Promise<CampaignChange>,
  ): Promise<ResetCampaign> {
    return this.database.transaction(async (tx) => {
      const campaign = found(await this.campaigns.find(tx, id, true));
      if (!from.includes(campaign.status))
        throw new DomainError(
          'conflict',
          'reset-campaign-not-possible',
          `The campaign is ${campaign.status}; that is possible only while it is ${from.join(' or ')}.`,
        );
      await this.campaigns.change(tx, id, await change(tx, campaign));
      await this.auditLog.append(
        { actor: operator, what: `reset-campaign.${what}`, subject: id },
        tx,
      );
      return found(await this.campaigns.find(tx, id));
    });
  }
}

function found(campaign: ResetCampaign | undefined): ResetCampaign {
  if (!campaign)
    throw new DomainError(
      'not-found',
      'reset-campaign-not-found',
      'There is no such reset campaign.',
    );
  return campaign;
}

function stopped(): DomainError {
  return new DomainError(
    'conflict',
    'response-stopped',
    'The stop switch is on: no action starts that keeps somebody out. Resume the response policy first.',
  );
}
