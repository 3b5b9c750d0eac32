import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { callerKey } from '../platform/http/caller.js';
import { ActionQueue } from './action-queue.service.js';
import { ActionRepository } from './action.repository.js';
import { existing } from './actions.service.js';
import type { Action } from './domain/action.js';
import { isRestrictive } from './domain/operation.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** The word of an operator on an action that waits for it. */
@Injectable()
export class ActionReview {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly policies: ResponsePolicyService,
    private readonly queue: ActionQueue,
    private readonly auditLog: AuditLogService,
  ) {}

  /** @throws DomainError `action-not-found`, `action-not-awaiting-approval`, `own-action`, `response-stopped` */
  async approve(id: string, operator: Operator): Promise<Action> {
    const approved = await this.review(id, operator, 'action.approved', async (tx, action) => {
      const { stop } = await this.policies.read(tx);
      if (stop && isRestrictive(action.operation))
        throw new DomainError(
          'conflict',
          'response-stopped',
          'The stop switch is on: no action starts that keeps somebody out. Resume the response policy first.',
        );
      if (action.requestedBy === callerKey(operator))
        throw new DomainError(
          'conflict',
          'own-action',
          'Nobody approves what he asked for himself. Ask another operator.',
        );
      await this.actions.change(tx, id, { status: 'queued', approvedBy: callerKey(operator) });
    });
    await this.queue.remind([id], { again: true });
    return approved;
  }

  /** @throws DomainError `action-not-found`, `action-not-awaiting-approval` */
  reject(id: string, operator: Operator): Promise<Action> {
    return this.review(id, operator, 'action.rejected', (tx) =>
      this.actions.change(tx, id, {
        status: 'cancelled',
        outcome: { code: 'rejected', detail: `Rejected by ${operator.name}.` },
      }),
    );
  }

  private review(
    id: string,
    operator: Operator,
    what: string,
    change: (tx: Transaction, action: Action) => Promise<void>,
  ): Promise<Action> {
    return this.database.transaction(async (tx) => {
      const action = existing(await this.actions.find(tx, id, true));
      if (action.status !== 'awaiting-approval')
        throw new DomainError(
          'conflict',
          'action-not-awaiting-approval',
          `The action is ${action.status}; only one that awaits approval can be approved or rejected.`,
        );
      await change(tx, action);
      const { accountId, operation } = action;
      await this.auditLog.append(
        { actor: operator, what, subject: id, detail: { accountId, operation } },
        tx,
      );
      return existing(await this.actions.find(tx, id));
    });
  }
}
