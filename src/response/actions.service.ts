import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { callerKey } from '../platform/http/caller.js';
import { ActionQueue } from './action-queue.service.js';
import { ActionRepository } from './action.repository.js';
import { type Action, type ActionOutcome, inverseOf, isRestrictive } from './domain/action.js';
import { isProtected } from './domain/decide.js';
import type { Operation } from './domain/response-policy.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** What an operator asks for. */
export interface ActionRequest {
  readonly do: Operation;
  readonly reason: string;
  readonly ticket?: string | undefined;
  /** Only say what would happen. */
  readonly dryRun: boolean;
}

/** Actions by hand: asked for, approved, rejected, undone by operators. */
@Injectable()
export class ActionsService {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly accounts: AccountsService,
    private readonly policies: ResponsePolicyService,
    private readonly queue: ActionQueue,
    private readonly auditLog: AuditLogService,
  ) {}

  /**
   * Queues an action; on a protected account it waits for a second operator. While the same
   * operation is open for the account, that action is the answer.
   *
   * @throws DomainError `account-not-found`, `response-stopped`
   */
  async request(accountId: string, request: ActionRequest, operator: Operator): Promise<Action> {
    const entry = await this.accounts.directoryEntry(accountId);
    const { policy, stop } = await this.policies.read();
    if (stop && isRestrictive(request.do) && !request.dryRun) throw stopped();
    const guarded =
      isRestrictive(request.do) && isProtected(entry.login, entry.isProtected, policy);
    return this.start(operator, {
      accountId,
      operation: request.do,
      reason: request.reason,
      ticket: request.ticket,
      dryRun: request.dryRun,
      directoryId: entry.directoryId,
      guarded,
      undoOf: undefined,
    });
  }

  /** @throws DomainError `action-not-found` */
  async get(id: string): Promise<Action> {
    return found(await this.actions.find(this.database.direct, id));
  }

  /** @throws DomainError `action-not-found`, `action-not-awaiting-approval`, `own-action`, `response-stopped` */
  async approve(id: string, operator: Operator): Promise<Action> {
    const { stop } = await this.policies.read();
    const approved = await this.review(id, operator, 'action.approved', async (tx, action) => {
      if (stop && isRestrictive(action.operation)) throw stopped();
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

  /**
   * Queues what takes an action back.
   *
   * @throws DomainError `action-not-found`, `action-not-applied`, `action-not-undoable`, `response-stopped`
   */
  async undo(id: string, operator: Operator): Promise<Action> {
    const action = await this.get(id);
    if (action.status !== 'applied')
      throw new DomainError(
        'conflict',
        'action-not-applied',
        `Only an action that was applied can be undone; this one is ${action.status}.`,
      );
    const inverse = inverseOf(action.operation);
    if (inverse === undefined)
      throw new DomainError(
        'unprocessable',
        'action-not-undoable',
        `A ${action.operation} can't be undone: what was there before isn't kept.`,
      );
    const entry = await this.accounts.directoryEntry(action.accountId);
    const { policy, stop } = await this.policies.read();
    if (stop && isRestrictive(inverse)) throw stopped();
    return this.start(operator, {
      accountId: action.accountId,
      operation: inverse,
      reason: `Undo of action ${id}: ${action.reason}`.slice(0, 500),
      ticket: action.ticket,
      dryRun: false,
      directoryId: action.directoryId,
      guarded: isRestrictive(inverse) && isProtected(entry.login, entry.isProtected, policy),
      undoOf: id,
    });
  }

  private async start(
    operator: Operator,
    wanted: Pick<
      Action,
      'accountId' | 'operation' | 'reason' | 'ticket' | 'dryRun' | 'directoryId' | 'undoOf'
    > & { readonly guarded: boolean },
  ): Promise<Action> {
    const { guarded, ...asked } = wanted;
    const action = await this.database.transaction(async (tx) => {
      const id = newId();
      const outcome = outcomeAtStart(wanted);
      const status = asked.dryRun ? 'unchanged' : guarded ? 'awaiting-approval' : 'queued';
      const requestedBy = callerKey(operator);
      const row = {
        ...asked,
        id,
        status,
        outcome,
        requestedBy,
        mode: 'manual',
        evidence: {},
      } as const;
      const written = await this.actions.add(tx, [row]);
      if (!written.has(id)) return this.actions.findOpen(tx, asked.accountId, asked.operation);
      await this.auditLog.append(
        {
          actor: operator,
          what: 'action.requested',
          subject: id,
          detail: { ...asked, status },
        },
        tx,
      );
      return this.actions.find(tx, id);
    });
    const started = found(action);
    if (started.status === 'queued') await this.queue.remind([started.id]);
    return started;
  }

  private review(
    id: string,
    operator: Operator,
    what: string,
    change: (tx: Transaction, action: Action) => Promise<void>,
  ): Promise<Action> {
    return this.database.transaction(async (tx) => {
      const action = found(await this.actions.find(tx, id, true));
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
      return found(await this.actions.find(tx, id));
    });
  }
}

function outcomeAtStart(wanted: {
  readonly dryRun: boolean;
  readonly guarded: boolean;
  readonly operation: Operation;
}): ActionOutcome | undefined {
  if (wanted.dryRun)
    return {
      code: 'dry-run',
      detail: wanted.guarded
        ? `Nothing was done. ${wanted.operation} would wait for a second operator: the account is protected.`
        : `Nothing was done. ${wanted.operation} would be queued at once.`,
    };
  return wanted.guarded
    ? {
        code: 'protected-account',
        detail: 'The account is protected: a second operator has to approve.',
      }
    : undefined;
}

function stopped(): DomainError {
  return new DomainError(
    'conflict',
    'response-stopped',
    'The stop switch is on: no action starts that keeps somebody out. Resume the response policy first.',
  );
}

function found(action: Action | undefined): Action {
  if (!action) throw new DomainError('not-found', 'action-not-found', 'There is no such action.');
  return action;
}
