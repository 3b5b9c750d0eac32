import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { CLOCK, type Clock, SECOND_MS } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Happenings } from '../platform/happenings/happenings.service.js';
import { ActionQueue } from './action-queue.service.js';
import { CampaignPreparation } from './campaign-preparation.service.js';
import { CampaignQueue } from './campaign-queue.service.js';
import { CampaignWaves } from './campaign-waves.service.js';
import type { ActionOutcome } from './domain/action.js';
import { type CampaignCounts, nextStep, type ResetCampaign } from './domain/reset-campaign.js';
import { ResetCampaignReadModel } from './reset-campaign.read-model.js';
import { ResetCampaignRepository } from './reset-campaign.repository.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** How often the end of a wave is looked for. */
const LOOK_EVERY_MS = 2 * SECOND_MS;
const ACTOR = 'reset-campaign';

/** What is to be done once a step is committed. */
interface FollowUp {
  readonly actionIds: readonly string[];
  /** When the next step may be due, ms; absent when there is none. */
  readonly nextAt?: number;
}

const OVER: FollowUp = { actionIds: [] };

/**
 * Takes campaigns further, a step in a transaction. The row is locked, so any number of workers may
 * try at once, and a crash at any place leaves a whole step, or none.
 */
@Injectable()
export class CampaignDriver {
  constructor(
    private readonly database: Database,
    private readonly campaigns: ResetCampaignRepository,
    private readonly reading: ResetCampaignReadModel,
    private readonly preparation: CampaignPreparation,
    private readonly waves: CampaignWaves,
    private readonly policies: ResponsePolicyService,
    private readonly actionQueue: ActionQueue,
    private readonly queue: CampaignQueue,
    private readonly happenings: Happenings,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every campaign on which something is to be done: for reminders that a crash has lost. */
  async driveAll(): Promise<void> {
    for (const id of await this.campaigns.open(this.database.direct)) await this.drive(id);
  }

  async drive(campaignId: string): Promise<void> {
    await this.preparation.prepare(campaignId);
    const { actionIds, nextAt } = await this.database.transaction((tx) =>
      this.step(tx, campaignId),
    );
    await this.actionQueue.remind(actionIds);
    if (nextAt !== undefined) await this.queue.remindAt(campaignId, nextAt);
  }

  private async step(tx: Transaction, id: string): Promise<FollowUp> {
    const campaign = await this.campaigns.find(tx, id, true);
    if (campaign?.status !== 'running') return OVER;
    const { stop } = await this.policies.read(tx);
    if (stop) return this.pause(tx, campaign, STOPPED);
    const now = this.clock.now().getTime();
    const counts = await this.reading.counts(tx, id);
    const step = nextStep(campaign, counts, now);
    switch (step.do) {
      case 'wait':
        return { actionIds: [], nextAt: step.untilMs };
      case 'wait-for-wave':
        return { actionIds: [], nextAt: now + LOOK_EVERY_MS };
      case 'begin-wave':
        return {
          actionIds: await this.waves.begin(tx, campaign, step.size),
          nextAt: now + LOOK_EVERY_MS,
        };
      case 'pause':
        return this.pause(tx, campaign, step.outcome);
      case 'finish':
        return this.finish(tx, campaign, counts.all);
    }
  }

  private async pause(
    tx: Transaction,
    { id }: ResetCampaign,
    outcome: ActionOutcome,
  ): Promise<FollowUp> {
    await this.campaigns.change(tx, id, { status: 'paused', outcome });
    await this.auditLog.append(
      { actor: ACTOR, what: 'reset-campaign.paused', subject: id, detail: { outcome } },
      tx,
    );
    return OVER;
  }

  private async finish(
    tx: Transaction,
    { id, reason }: ResetCampaign,
    { excluded, done, failed }: CampaignCounts,
  ): Promise<FollowUp> {
    const outcome = {
      code: 'finished',
      detail: `Passwords replaced: ${done}. Failed: ${failed}. Left out: ${excluded}.`,
    };
    await this.campaigns.change(tx, id, { status: 'finished', outcome });
    await this.happenings.record(tx, {
      kind: 'campaign.finished',
      subject: id,
      detail: { reason, excluded, done, failed },
    });
    await this.auditLog.append(
      { actor: ACTOR, what: 'reset-campaign.finished', subject: id, detail: { outcome } },
      tx,
    );
    return OVER;
  }
}

const STOPPED: ActionOutcome = {
  code: 'stopped',
  detail: 'The stop switch is on. Resume the response policy, then the campaign.',
};
