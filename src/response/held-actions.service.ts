import { Injectable } from '@nestjs/common';
import { GuardedAccountsService } from '../accounts/guarded-accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { ActionQueue } from './action-queue.service.js';
import { ActionRepository } from './action.repository.js';
import { HeldActionRepository } from './held-action.repository.js';
import { AllowanceService } from './allowance.service.js';
import { MACHINE } from './decisions.service.js';
import type { Action } from './domain/action.js';
import { type Asked, type Decision, decide } from './domain/decide.js';
import { ResponsePolicyService } from './response-policy.service.js';

const AT_ONCE = 500;

/** Lets actions go on that waited for a time of day. The other guard rails are asked again. */
@Injectable()
export class HeldActions {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly held: HeldActionRepository,
    private readonly accounts: GuardedAccountsService,
    private readonly allowances: AllowanceService,
    private readonly policies: ResponsePolicyService,
    private readonly queue: ActionQueue,
    private readonly auditLog: AuditLogService,
  ) {}

  async release(): Promise<void> {
    const started = await this.database.transaction(async (tx) => {
      const due = await this.held.due(tx, AT_ONCE);
      if (due.length === 0) return [];
      const decisions = await this.judge(tx, due);
      for (const { action, decision } of decisions)
        await this.actions.change(tx, action.id, {
          status: decision.status,
          outcome: decision.outcome,
          dueAt: decision.dueAt === undefined ? undefined : new Date(decision.dueAt),
        });
      await this.auditLog.appendAll(
        decisions.map(({ action: { id, accountId, operation }, decision }) => ({
          actor: MACHINE,
          what: 'action.released',
          subject: id,
          detail: { accountId, operation, status: decision.status, outcome: decision.outcome },
        })),
        tx,
      );
      return decisions.flatMap(({ action, decision }) =>
        decision.status === 'queued' ? action.id : [],
      );
    });
    await this.queue.remind(started, { again: true });
  }

  private async judge(
    tx: Transaction,
    due: readonly Action[],
  ): Promise<{ readonly action: Action; readonly decision: Decision }[]> {
    const inForce = await this.policies.read(tx);
    const accounts = await this.accounts.of(
      tx,
      due.map(({ accountId }) => accountId),
    );
    const asked = due.flatMap((action): Asked[] => {
      const account = accounts.get(action.accountId);
      if (!account) return [];
      const candidate = { ...account, accountId: account.id, asOf: 0, history: new Map() };
      return [{ candidate, operations: new Set([action.operation]) }];
    });
    const candidates = asked.map(({ candidate }) => candidate);
    const allowance = await this.allowances.for(tx, inForce, candidates);
    const decisions = decide(asked, inForce.policy, allowance);
    const byKey = new Map(decisions.map((each) => [`${each.accountId} ${each.operation}`, each]));
    return due.flatMap((action) => {
      const decision = byKey.get(`${action.accountId} ${action.operation}`);
      return decision ? { action, decision } : [];
    });
  }
}
