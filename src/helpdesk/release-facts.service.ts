import { Injectable } from '@nestjs/common';
import { GuardedAccountsService } from '../accounts/guarded-accounts.service.js';
import type { Operator } from '../auth/operator.js';
import { Database } from '../platform/database/database.js';
import { protectionOf } from '../response/domain/protection.js';
import { ResponsePolicyService } from '../response/response-policy.service.js';
import type { ReleaseFacts } from './domain/release.js';
import { EvidenceReadModel } from './evidence.read-model.js';
import { OperatorAccounts } from './operator-accounts.service.js';

/** Gathers what the decision on a release needs. */
@Injectable()
export class ReleaseFactsService {
  constructor(
    private readonly database: Database,
    private readonly reading: EvidenceReadModel,
    private readonly accounts: GuardedAccountsService,
    private readonly policies: ResponsePolicyService,
    private readonly own: OperatorAccounts,
  ) {}

  /** @throws DomainError `account-not-found` */
  async of(accountId: string, operator: Operator, isApproved: boolean): Promise<ReleaseFacts> {
    const { direct } = this.database;
    const account = await this.accounts.get(direct, accountId);
    const { policy } = await this.policies.read(direct);
    return {
      isOwn: await this.own.isOwn(accountId, operator),
      isProtected: protectionOf(account, policy) !== undefined,
      secondWave: await this.reading.secondWave(direct, accountId),
      isConfirmedCompromised: account.standing === 'confirmed-compromised',
      isApproved,
    };
  }
}
