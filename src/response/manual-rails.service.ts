import { Injectable } from '@nestjs/common';
import {
  type GuardedAccount,
  GuardedAccountsService,
} from '../accounts/guarded-accounts.service.js';
import { DomainError } from '../kernel/errors.js';
import type { Transaction } from '../platform/database/transaction.js';
import { AllowanceService } from './allowance.service.js';
import { type ManualHold, manualHolds } from './domain/manual-rails.js';
import type { Operation } from './domain/operation.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** An account, and the guard rails that an operator meets who wants to act on it. */
export interface ManualRails {
  readonly account: GuardedAccount;
  readonly holds: readonly ManualHold[];
}

/** Asks the guard rails about what an operator wants. */
@Injectable()
export class ManualRailsService {
  constructor(
    private readonly accounts: GuardedAccountsService,
    private readonly allowances: AllowanceService,
    private readonly policies: ResponsePolicyService,
  ) {}

  /** @throws DomainError `account-not-found` */
  async for(tx: Transaction, accountId: string, operation: Operation): Promise<ManualRails> {
    const account = await this.accounts.get(tx, accountId);
    const { policy, stop } = await this.policies.read(tx);
    const otherAdministrators = await this.allowances.otherAdministrators(tx, account, policy);
    const stopped = stop !== undefined;
    return {
      account,
      holds: manualHolds({ account, operation, policy, stopped, otherAdministrators }),
    };
  }
}

/** @throws DomainError `response-stopped` when a rail refuses */
export function refuseHeld(holds: readonly ManualHold[]): void {
  const refusal = holds.find(({ effect }) => effect === 'refused');
  if (refusal) throw new DomainError('conflict', 'response-stopped', refusal.detail);
}
