import { Inject, Injectable } from '@nestjs/common';
import type { GuardedAccount } from '../accounts/guarded-accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock, HOUR_MS } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { callerKey } from '../platform/http/caller.js';
import { ActionQueue } from './action-queue.service.js';
import { ActionWaypoints } from './action-waypoints.js';
import { ActionRepository } from './action.repository.js';
import type { Action, ActionOutcome } from './domain/action.js';
import type { ManualHold } from './domain/manual-rails.js';
import { type Notice, noticeFacts, noticeFor } from './domain/notice.js';
import { inverseOf, type Operation } from './domain/operation.js';
import { ManualRailsService, refuseHeld } from './manual-rails.service.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** What an operator asks for. */
export interface ActionRequest {
  readonly do: Operation;
  readonly reason: string;
  readonly ticket?: string | undefined;
  /** Only say what would happen. */
  readonly dryRun: boolean;
  /** When it is taken back by itself; the policy says so otherwise. */
  readonly expiresInHours?: number | undefined;
}

/** Actions by hand: asked for and undone by operators. */
@Injectable()
export class ActionsService {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly rails: ManualRailsService,
    private readonly policies: ResponsePolicyService,
    private readonly queue: ActionQueue,
    private readonly auditLog: AuditLogService,
    private readonly waypoints: ActionWaypoints,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Queues an action; where a guard rail wants it, it waits for a second operator. While the same
   * operation is open for the account, that action is the answer.
   *
   * @throws DomainError `account-not-found`, `response-stopped`, `action-not-expiring`
   */
  async request(accountId: string, request: ActionRequest, operator: Operator): Promise<Action> {
    const { do: operation, reason, ticket, dryRun, expiresInHours } = request;
    if (expiresInHours !== undefined && inverseOf(operation) === undefined)
      throw new DomainError(
        'unprocessable',
        'action-not-expiring',
        `A ${operation} can't be taken back, so it can't expire. Leave expiresInHours out.`,
      );
    const { account, holds } = await this.rails.for(this.database.direct, accountId, operation);
    if (!dryRun) refuseHeld(holds);
    return this.start(operator, holds, {
      accountId,
      operation,
      reason,
      ticket,
      dryRun,
      directoryId: account.directoryId,
      undoOf: undefined,
      evidence: operation === 'notify' ? await this.noticeTo(account, request) : {},
      expiresAt:
        expiresInHours === undefined
          ? undefined
          : new Date(this.clock.now().getTime() + expiresInHours * HOUR_MS),
    });
  }

  /** @throws DomainError `action-not-found` */
  async get(id: string): Promise<Action> {
    return existing(await this.actions.find(this.database.direct, id));
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
    const inverse = inverseOf(action.performed ?? action.operation);
    if (inverse === undefined)
      throw new DomainError(
        'unprocessable',
        'action-not-undoable',
        `A ${action.operation} can't be undone: what was there before isn't kept.`,
      );
    const { holds } = await this.rails.for(this.database.direct, action.accountId, inverse);
    refuseHeld(holds);
    return this.start(operator, holds, {
      accountId: action.accountId,
      operation: inverse,
      reason: `Undo of action ${id}: ${action.reason}`.slice(0, 500),
      ticket: action.ticket,
      dryRun: false,
      directoryId: action.directoryId,
      undoOf: id,
      evidence: {},
      expiresAt: undefined,
    });
  }

  private async noticeTo(
    account: GuardedAccount,
    { do: operation, reason }: ActionRequest,
  ): Promise<{ readonly notice: Notice }> {
    const { policy } = await this.policies.read();
    return { notice: noticeFor(policy.notice, noticeFacts(account, { operation, reason })) };
  }

  private async start(
    operator: Operator,
    holds: readonly ManualHold[],
    asked: Pick<
      Action,
      | 'accountId'
      | 'operation'
      | 'reason'
      | 'ticket'
      | 'dryRun'
      | 'directoryId'
      | 'undoOf'
      | 'expiresAt'
      | 'evidence'
    >,
  ): Promise<Action> {
    const { evidence: _evidence, ...requested } = asked;
    const action = await this.database.transaction(async (tx) => {
      const id = newId();
      const status = asked.dryRun ? 'unchanged' : holds.length > 0 ? 'awaiting-approval' : 'queued';
      const written = await this.actions.add(tx, [
        {
          ...asked,
          id,
          status,
          outcome: outcomeAtStart(asked, holds),
          requestedBy: callerKey(operator),
          mode: 'manual',
        },
      ]);
      if (!written.has(id)) return this.actions.findOpen(tx, asked.accountId, asked.operation);
      await this.auditLog.append(
        {
          actor: operator,
          what: 'action.requested',
          subject: id,
          detail: { ...requested, status },
        },
        tx,
      );
      return this.actions.find(tx, id);
    });
    const started = existing(action);
    await this.waypoints.reach('action.written', started.id);
    if (started.status === 'queued') await this.queue.remind([started.id]);
    return started;
  }
}

function outcomeAtStart(
  { dryRun, operation }: Pick<Action, 'dryRun' | 'operation'>,
  holds: readonly ManualHold[],
): ActionOutcome | undefined {
  const [first] = holds;
  if (dryRun)
    return {
      code: 'dry-run',
      detail: first
        ? `Nothing was done. ${operation} would ${first.effect === 'waits' ? 'wait' : 'be refused'}: ${first.detail}`
        : `Nothing was done. ${operation} would be queued at once.`,
    };
  return first && { code: first.rail, detail: holds.map(({ detail }) => detail).join(' ') };
}

/** @throws DomainError `action-not-found` */
export function existing(action: Action | undefined): Action {
  if (!action) throw new DomainError('not-found', 'action-not-found', 'There is no such action.');
  return action;
}
