import { Inject, Injectable } from '@nestjs/common';
import {
  type GuardedAccount,
  GuardedAccountsService,
} from '../accounts/guarded-accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { CLOCK, type Clock, SECOND_MS } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import { ActionRepository, type NewAction } from './action.repository.js';
import { CampaignAccountRepository } from './campaign-account.repository.js';
import { CampaignSelection } from './campaign-selection.service.js';
import { noticeFacts, noticeFor, type NoticeTemplate } from './domain/notice.js';
import type { ResetCampaign } from './domain/reset-campaign.js';
import { ResetCampaignRepository } from './reset-campaign.repository.js';
import { ResponsePolicyService } from './response-policy.service.js';

const OPERATION = 'force-reset';

/** Begins the waves of campaigns. */
@Injectable()
export class CampaignWaves {
  constructor(
    private readonly campaigns: ResetCampaignRepository,
    private readonly campaignAccounts: CampaignAccountRepository,
    private readonly accounts: GuardedAccountsService,
    private readonly selection: CampaignSelection,
    private readonly actions: ActionRepository,
    private readonly policies: ResponsePolicyService,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Writes the actions of the next wave down. Whoever something protects by now is left out; whose
   * reset somebody else has asked for is counted with that action.
   *
   * @returns ids of the actions that are to start once that is committed
   */
  async begin(tx: Transaction, campaign: ResetCampaign, size: number): Promise<string[]> {
    const { id } = campaign;
    const next = await this.campaignAccounts.next(tx, id, size);
    const judged = await this.selection.again(tx, next);
    const excluded = judged.filter(({ exclusion }) => exclusion !== undefined);
    await this.campaignAccounts.exclude(tx, id, excluded);
    const leftOut = new Set(excluded.map(({ accountId }) => accountId));
    const begun = next.filter((accountId) => !leftOut.has(accountId));
    if (begun.length === 0) return [];

    const wave = campaign.wave + 1;
    const { policy } = await this.policies.read(tx);
    const accounts = await this.accounts.of(tx, begun);
    const wanted = begun.flatMap((accountId) => {
      const account = accounts.get(accountId);
      return account ? actionOn(account, campaign, wave, campaign.notice ?? policy.notice) : [];
    });
    const written = await this.actions.add(tx, wanted);
    await this.campaignAccounts.begin(tx, id, wave, await this.withOpen(tx, wanted, written));
    const { waveEverySeconds } = campaign;
    const nextWaveAt = new Date(this.clock.now().getTime() + waveEverySeconds * SECOND_MS);
    await this.campaigns.change(tx, id, { wave, nextWaveAt });
    await this.record(tx, campaign, wave, wanted, written);
    return wanted.flatMap((action) => (written.has(action.id) ? action.id : []));
  }

  private async withOpen(
    tx: Transaction,
    wanted: readonly NewAction[],
    written: ReadonlySet<string>,
  ): Promise<{ accountId: string; id: string }[]> {
    const begun = [];
    for (const { id, accountId } of wanted) {
      const open = written.has(id) ? { id } : await this.actions.findOpen(tx, accountId, OPERATION);
      if (open) begun.push({ accountId, id: open.id });
    }
    return begun;
  }

  private async record(
    tx: Transaction,
    { id, requestedBy }: ResetCampaign,
    wave: number,
    wanted: readonly NewAction[],
    written: ReadonlySet<string>,
  ): Promise<void> {
    await this.auditLog.appendAll(
      [
        {
          actor: 'reset-campaign',
          what: 'reset-campaign.wave-begun',
          subject: id,
          detail: { wave, accounts: wanted.length },
        },
        ...wanted
          .filter((action) => written.has(action.id))
          .map((action) => ({
            actor: requestedBy,
            what: 'action.requested',
            subject: action.id,
            detail: {
              accountId: action.accountId,
              operation: OPERATION,
              campaign: id,
              wave,
              status: action.status,
            },
          })),
      ],
      tx,
    );
  }
}

function actionOn(
  account: GuardedAccount,
  { id, reason, requestedBy }: ResetCampaign,
  wave: number,
  template: NoticeTemplate,
): NewAction {
  const notice = noticeFor(template, noticeFacts(account, { operation: OPERATION, reason }));
  return {
    id: newId(),
    accountId: account.id,
    operation: OPERATION,
    status: 'queued',
    mode: 'manual',
    reason,
    evidence: { wave, score: account.score, notice },
    ticket: undefined,
    dryRun: false,
    requestedBy,
    directoryId: account.directoryId,
    outcome: undefined,
    undoOf: undefined,
    campaignId: id,
  };
}
