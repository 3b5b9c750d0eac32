import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { callerKey } from '../platform/http/caller.js';
import { CampaignWithdrawal } from './campaign-withdrawal.service.js';
import { ResponsePolicy } from './domain/response-policy.js';
import { type PolicyInForce, ResponsePolicyRepository } from './response-policy.repository.js';

/** Fields of the policy that are to be different. */
export type PolicyChange = {
  readonly [Field in keyof ResponsePolicy]?: ResponsePolicy[Field] | undefined;
};

/** The policy by which the machine acts, and its stop switch. */
@Injectable()
export class ResponsePolicyService {
  constructor(
    private readonly repository: ResponsePolicyRepository,
    private readonly campaigns: CampaignWithdrawal,
    private readonly database: Database,
    private readonly auditLog: AuditLogService,
  ) {}

  /** The policy in force, as the transaction sees it. */
  read(tx: Transaction = this.database.direct): Promise<PolicyInForce> {
    return this.repository.read(tx);
  }

  /** Changes the fields that are given; the rest stays as it is. */
  change(change: PolicyChange, operator: Operator): Promise<PolicyInForce> {
    return this.recorded(operator, 'response-policy.changed', async (tx, before) => {
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      const policy = ResponsePolicy.parse({ ...before.policy, ...Object.fromEntries(given) });
      await this.repository.save(tx, policy);
      return { before: before.policy, after: policy };
    });
  }

  /** From now on no action starts that keeps somebody out, and campaigns are paused. */
  stop(reason: string, operator: Operator): Promise<PolicyInForce> {
    return this.recorded(operator, 'response-policy.stopped', async (tx) => {
      await this.repository.stop(tx, callerKey(operator), reason);
      await this.campaigns.pauseAll(tx, {
        code: 'stopped',
        detail: 'The stop switch was pulled. Resume the response policy, then the campaign.',
      });
      return { reason };
    });
  }

  /** Lets actions start again. */
  resume(operator: Operator): Promise<PolicyInForce> {
    return this.recorded(operator, 'response-policy.resumed', async (tx) => {
      await this.repository.resume(tx);
      return {};
    });
  }

  private recorded(
    operator: Operator,
    what: string,
    change: (tx: Transaction, before: PolicyInForce) => Promise<Record<string, unknown>>,
  ): Promise<PolicyInForce> {
    return this.database.transaction(async (tx) => {
      const detail = await change(tx, await this.repository.read(tx));
      await this.auditLog.append({ actor: operator, what, detail }, tx);
      return this.repository.read(tx);
    });
  }
}
