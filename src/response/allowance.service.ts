import { Inject, Injectable } from '@nestjs/common';
import { GuardedAccountsService } from '../accounts/guarded-accounts.service.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import type { Transaction } from '../platform/database/transaction.js';
import { ActionHistoryRepository } from './action-history.repository.js';
import { canaryState } from './domain/canary.js';
import type { Allowance, Candidate, DirectoryLoad } from './domain/decide.js';
import { isAdministrator } from './domain/protection.js';
import type { ResponsePolicy } from './domain/response-policy.js';
import type { PolicyInForce } from './response-policy.repository.js';

/** Looks up what the machine may still do. */
@Injectable()
export class AllowanceService {
  constructor(
    private readonly history: ActionHistoryRepository,
    private readonly accounts: GuardedAccountsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async for(
    tx: Transaction,
    { policy, stop, since }: PolicyInForce,
    candidates: readonly Candidate[],
  ): Promise<Allowance> {
    const now = this.clock.now().getTime();
    const { size } = policy.canary;
    const first = size === 0 ? [] : await this.history.canary(tx, since, size);
    return {
      now,
      startedThisHour: await this.history.startedThisHour(tx),
      stopped: stop !== undefined,
      canary: canaryState(policy, first, now),
      directories: await this.loads(tx, policy, candidates),
    };
  }

  /** Active administrators besides the account; undefined where it is none. */
  async otherAdministrators(
    tx: Transaction,
    account: Pick<Candidate, 'groups' | 'directoryId'> & { readonly id: string },
    policy: ResponsePolicy,
  ): Promise<number | undefined> {
    if (!isAdministrator(account, policy)) return undefined;
    if (account.directoryId === undefined) return 0;
    const active = await this.accounts.activeMembers(
      tx,
      account.directoryId,
      policy.administratorGroups,
    );
    active.delete(account.id);
    return active.size;
  }

  private async loads(
    tx: Transaction,
    policy: ResponsePolicy,
    candidates: readonly Candidate[],
  ): Promise<Map<string, DirectoryLoad>> {
    const ids = [...new Set(candidates.flatMap(({ directoryId }) => directoryId ?? []))];
    if (ids.length === 0) return new Map();
    const sizes = await this.accounts.directorySizes(tx, ids);
    const touched = await this.history.touchedToday(tx, ids);
    const loads = new Map<string, DirectoryLoad>();
    for (const id of ids) {
      const hasAdministrator = candidates.some(
        (candidate) => candidate.directoryId === id && isAdministrator(candidate, policy),
      );
      loads.set(id, {
        size: sizes.get(id) ?? 0,
        touched: touched.get(id) ?? new Set(),
        administrators: hasAdministrator
          ? await this.accounts.activeMembers(tx, id, policy.administratorGroups)
          : new Set(),
      });
    }
    return loads;
  }
}
