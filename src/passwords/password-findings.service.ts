import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { type OpenFinding, PasswordFindingRepository } from './password-finding.repository.js';

/** What audits have found about accounts' passwords, for whoever shows or judges accounts. */
@Injectable()
export class PasswordFindingsService {
  constructor(
    private readonly database: Database,
    private readonly repository: PasswordFindingRepository,
  ) {}

  /** What holds now, by account, the worst first; accounts without findings aren't in it. */
  openOf(
    accountIds: readonly string[],
    tx: Transaction = this.database.direct,
  ): Promise<ReadonlyMap<string, readonly OpenFinding[]>> {
    return this.repository.openOf(tx, accountIds);
  }
}
