import { Inject, Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { DecisionsService } from '../response/decisions.service.js';
import { ScoringService } from './scoring.service.js';
import { SuppressionService } from './suppressors/suppression.service.js';

/** Operators' words on accounts. */
@Injectable()
export class VerdictsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly scoring: ScoringService,
    private readonly suppression: SuppressionService,
    private readonly decisions: DecisionsService,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Confirms that an account is compromised, so that the response policy acts on it, or that what was
   * seen of it is harmless: then the same evidence doesn't count again.
   *
   * @throws DomainError `account-not-found`
   */
  async give(
    accountId: string,
    verdict: 'compromised' | 'safe',
    note: string,
    operator: Operator,
  ): Promise<void> {
    const actions = await this.database.transaction(async (tx) => {
      await this.scoring.alone(tx);
      const at = this.clock.now().getTime();
      await this.accounts.decideStanding(tx, accountId, `confirmed-${verdict}`, at);
      await this.suppression.noteVerdict(tx, accountId, verdict, at);
      const scored = await this.scoring.score(tx, [accountId]);
      const decided = await this.decisions.decide(tx, scored);
      await this.auditLog.append(
        {
          actor: operator,
          what: 'account.verdict-given',
          subject: accountId,
          detail: { verdict, note },
        },
        tx,
      );
      return decided;
    });
    await this.decisions.dispatch(actions);
  }
}
