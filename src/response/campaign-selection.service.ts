import { Inject, Injectable } from '@nestjs/common';
import {
  type GuardedAccount,
  GuardedAccountsService,
} from '../accounts/guarded-accounts.service.js';
import { IncidentsService } from '../incidents/incidents.service.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { PasswordFindingsService } from '../passwords/password-findings.service.js';
import { ActionHistoryRepository } from './action-history.repository.js';
import type { CampaignAccount } from './campaign-account.repository.js';
import { exclusionOf } from './domain/exclusion.js';
import type { CampaignSelector } from './domain/reset-campaign.js';

import { ResponsePolicyService } from './response-policy.service.js';

const PAGE_SIZE = 1_000;

/** Finds whom a campaign is about, and whom it has to leave out. */
@Injectable()
export class CampaignSelection {
  constructor(
    private readonly database: Database,
    private readonly accounts: GuardedAccountsService,
    private readonly incidents: IncidentsService,
    private readonly findings: PasswordFindingsService,
    private readonly history: ActionHistoryRepository,
    private readonly policies: ResponsePolicyService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `incident-not-found`, `account-not-found` when the selector names what there isn't */
  async check(selector: CampaignSelector): Promise<void> {
    if ('incident' in selector) await this.incidents.membersOf(selector.incident);
    if (!('accounts' in selector)) return;
    const known = await this.accounts.of(this.database.direct, selector.accounts);
    const missing = selector.accounts.filter((id) => !known.has(id));
    if (missing.length > 0)
      throw new DomainError(
        'not-found',
        'account-not-found',
        `There is no account with these ids: ${missing.slice(0, 10).join(', ')}.`,
      );
  }

  /** Accounts of the selector with the reason why they are left out, if they are, so many at a time. */
  async *select(
    tx: Transaction,
    selector: CampaignSelector,
  ): AsyncIterable<readonly CampaignAccount[]> {
    for await (const page of this.pages(tx, selector)) yield this.judged(tx, page);
  }

  /** The same for accounts that were selected before: something may protect them by now. */
  async again(tx: Transaction, accountIds: readonly string[]): Promise<CampaignAccount[]> {
    return this.judged(tx, [...(await this.accounts.of(tx, accountIds)).values()]);
  }

  private async *pages(
    tx: Transaction,
    selector: CampaignSelector,
  ): AsyncIterable<readonly GuardedAccount[]> {
    if ('accounts' in selector) yield* this.listed(tx, selector.accounts);
    else if ('incident' in selector) {
      const members = await this.incidents.membersOf(selector.incident);
      yield* this.listed(
        tx,
        members.map(({ accountId }) => accountId),
      );
    } else if ('unit' in selector)
      yield* this.accounts.select(tx, { unit: selector.unit, listedOnly: true }, PAGE_SIZE);
    else if ('all' in selector)
      yield* this.accounts.select(
        tx,
        { directoryId: selector.directory, listedOnly: true },
        PAGE_SIZE,
      );
    else yield* this.withFinding(tx, selector.finding);
  }

  private async *listed(
    tx: Transaction,
    ids: readonly string[],
  ): AsyncIterable<readonly GuardedAccount[]> {
    for (let from = 0; from < ids.length; from += PAGE_SIZE)
      yield [...(await this.accounts.of(tx, ids.slice(from, from + PAGE_SIZE))).values()];
  }

  private async *withFinding(
    tx: Transaction,
    finding: string,
  ): AsyncIterable<readonly GuardedAccount[]> {
    for await (const page of this.accounts.select(tx, {}, PAGE_SIZE)) {
      const ids = page.map(({ id }) => id);
      const open = await this.findings.openOf(ids, tx);
      yield page.filter(({ id }) => open.get(id)?.some((each) => each.finding === finding));
    }
  }

  private async judged(
    tx: Transaction,
    accounts: readonly GuardedAccount[],
  ): Promise<CampaignAccount[]> {
    const { policy } = await this.policies.read(tx);
    const histories = await this.history.of(
      tx,
      accounts.map(({ id }) => id),
    );
    const now = this.clock.now().getTime();
    return accounts.map((account) => ({
      accountId: account.id,
      score: account.score,
      exclusion: exclusionOf(account, histories.get(account.id)?.get('force-reset'), policy, now),
    }));
  }
}
