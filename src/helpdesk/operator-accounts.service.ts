import { Injectable } from '@nestjs/common';
import type { Operator } from '../auth/operator.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { EvidenceReadModel } from './evidence.read-model.js';

/** Whether an account is the operator's own. */
@Injectable()
export class OperatorAccounts {
  constructor(
    private readonly database: Database,
    private readonly reading: EvidenceReadModel,
  ) {}

  /** An operator is told by the name and the subject of his credential. */
  async isOwn(accountId: string, { id, name }: Operator): Promise<boolean> {
    const names = await this.reading.names(this.database.direct, accountId);
    const own = new Set(names.map((each) => each.toLowerCase()));
    return own.has(id.toLowerCase()) || own.has(name.toLowerCase());
  }

  /** @throws DomainError `own-account` */
  async refuse(accountId: string, operator: Operator): Promise<void> {
    if (await this.isOwn(accountId, operator))
      throw new DomainError(
        'forbidden',
        'own-account',
        'Nobody verifies or releases his own account. Ask another operator.',
      );
  }
}
