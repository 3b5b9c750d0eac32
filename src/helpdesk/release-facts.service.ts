import { Injectable } from '@nestjs/common';
import type { Operator } from '../auth/operator.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import type { ReleaseFacts } from './domain/release.js';
import { EvidenceReadModel } from './evidence.read-model.js';
import { OperatorAccounts } from './operator-accounts.service.js';

/** Gathers what the decision on a release needs. */
@Injectable()
export class ReleaseFactsService {
  constructor(
    private readonly database: Database,
    private readonly reading: EvidenceReadModel,
    private readonly own: OperatorAccounts,
  ) {}

  /** @throws DomainError `account-not-found` */
  async of(accountId: string, operator: Operator, isApproved: boolean): Promise<ReleaseFacts> {
    const { direct } = this.database;
    const account = await this.reading.account(direct, accountId);
    if (!account)
      throw new DomainError('not-found', 'account-not-found', 'There is no such account.');
    return {
      isOwn: await this.own.isOwn(accountId, operator),
      isProtected: account.protected,
      secondWave: await this.reading.secondWave(direct, accountId),
      isConfirmedCompromised: account.standing === 'confirmed-compromised',
      isApproved,
    };
  }
}
