import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock, MINUTE_MS } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { callerKey } from '../platform/http/caller.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { ActionRepository } from './action.repository.js';
import type { Action } from './domain/action.js';
import { newTemporaryPassword } from './domain/temporary-password.js';
import { ResponsePolicyService } from './response-policy.service.js';
import { TemporaryPasswordRepository } from './temporary-password.repository.js';

/** A temporary password in the hands of whoever fetched it. */
export interface FetchedPassword {
  readonly accountId: string;
  readonly password: string;
}

/**
 * Temporary passwords: made by the worker that sets them, kept sealed, and handed over once. In
 * clear they are in memory alone.
 */
@Injectable()
export class TemporaryPasswordsService {
  constructor(
    private readonly database: Database,
    private readonly repository: TemporaryPasswordRepository,
    private readonly actions: ActionRepository,
    private readonly policies: ResponsePolicyService,
    private readonly box: SecretBox,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The password that an action sets: the same for each of its tries, so that a repeat after a
   * crash sets nothing new.
   *
   * @throws DomainError `secrets-key-missing`, `secrets-key-wrong`
   */
  async forAction({ id, accountId }: Action): Promise<string> {
    const tx = this.database.direct;
    const sealed = this.box.seal(newTemporaryPassword(), contextOf(id));
    await this.repository.keep(tx, id, accountId, sealed);
    const kept = await this.repository.find(tx, id);
    if (!kept?.sealed) throw new Error(`the temporary password of action ${id} is gone`);
    return this.box.open(kept.sealed, contextOf(id));
  }

  /** The action has ended: its password may be fetched, or is forgotten. */
  async settle(tx: Transaction, actionId: string, wasSet: boolean): Promise<void> {
    if (!wasSet) return this.repository.forget(tx, actionId);
    const { policy } = await this.policies.read(tx);
    const until = this.clock.now().getTime() + policy.temporaryPasswordMinutes * MINUTE_MS;
    return this.repository.offer(tx, actionId, new Date(until));
  }

  /**
   * Hands a password over, once, to the operator who asked for it or approved it.
   *
   * @throws DomainError `action-not-found`, `temporary-password-none`, `temporary-password-not-yours`, `temporary-password-not-ready`, `temporary-password-gone`
   */
  fetch(actionId: string, operator: Operator): Promise<FetchedPassword> {
    return this.database.transaction(async (tx) => {
      const action = await this.actions.find(tx, actionId);
      refuseFetch(action, callerKey(operator));
      const kept = await this.repository.find(tx, actionId, true);
      const { sealed, expiresAt, accountId } = kept ?? {};
      if (!sealed || !accountId || !expiresAt || expiresAt <= this.clock.now()) throw gone();
      const password = this.box.open(sealed, contextOf(actionId));
      await this.repository.noteFetched(tx, actionId, callerKey(operator));
      await this.auditLog.append(
        {
          actor: operator,
          what: 'temporary-password.fetched',
          subject: actionId,
          detail: { accountId },
        },
        tx,
      );
      return { accountId, password };
    });
  }

  /** Forgets what wasn't fetched in time. */
  forgetExpired(): Promise<void> {
    return this.repository.forgetExpired(this.database.direct);
  }
}

function contextOf(actionId: string): string {
  return `temporary-password ${actionId}`;
}

function refuseFetch(action: Action | undefined, caller: string): void {
  if (!action) throw new DomainError('not-found', 'action-not-found', 'There is no such action.');
  if (action.operation !== 'temporary-password')
    throw new DomainError(
      'not-found',
      'temporary-password-none',
      `The action is a ${action.operation}; only a temporary-password has one.`,
    );
  if (action.requestedBy !== caller && action.approvedBy !== caller)
    throw new DomainError(
      'forbidden',
      'temporary-password-not-yours',
      'Only the operator who asked for it, or approved it, fetches it. Ask for one of your own.',
    );
  if (
    action.status === 'awaiting-approval' ||
    action.status === 'queued' ||
    action.status === 'running'
  )
    throw new DomainError(
      'conflict',
      'temporary-password-not-ready',
      `The action is ${action.status}. Fetch the password when it is applied.`,
    );
  if (action.status !== 'applied')
    throw new DomainError(
      'conflict',
      'temporary-password-not-set',
      `The action is ${action.status}, so no password was set. Its outcome says why.`,
    );
}

function gone(): DomainError {
  return new DomainError(
    'gone',
    'temporary-password-gone',
    'The password was fetched, or its time is over. Ask for another one.',
  );
}
