import { Inject, Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { DirectoryState } from '../directories/domain/connector.js';
import { CLOCK, type Clock, HOUR_MS } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { ActionExpiryRepository } from './action-expiry.repository.js';
import { ActionWaypoints } from './action-waypoints.js';
import { ActionRepository } from './action.repository.js';
import type { Action, ActionOutcome, ActionStatus } from './domain/action.js';
import { expires, inverseOf } from './domain/operation.js';
import { ResponsePolicyService } from './response-policy.service.js';
import { TemporaryPasswordsService } from './temporary-passwords.service.js';

/** How an action ended. */
export interface Ending {
  readonly status: Extract<
    ActionStatus,
    'applied' | 'unchanged' | 'refused' | 'failed' | 'cancelled'
  >;
  readonly outcome: ActionOutcome;
  /** As it was read back. */
  readonly after?: DirectoryState | undefined;
}

/** Writes down how actions ended, with all that follows from it, in one transaction. */
@Injectable()
export class ActionRecorder {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly expiry: ActionExpiryRepository,
    private readonly accounts: AccountsService,
    private readonly policies: ResponsePolicyService,
    private readonly temporaryPasswords: TemporaryPasswordsService,
    private readonly auditLog: AuditLogService,
    private readonly metrics: Metrics,
    private readonly waypoints: ActionWaypoints,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns whether it was this call that ended it: somebody else may have done so before */
  async end(action: Action, ending: Ending): Promise<boolean> {
    const { id, accountId, operation } = action;
    const { status, outcome, after } = ending;
    const ended = await this.database.transaction(async (tx) => {
      const now = await this.actions.find(tx, id, true);
      if (now?.status !== 'running' && now?.status !== 'queued') return false;
      const expiresAt = await this.expiryOf(tx, now, ending);
      await this.actions.change(tx, id, { status, outcome, after, expiresAt });
      if (operation === 'temporary-password')
        await this.temporaryPasswords.settle(tx, id, status === 'applied');
      if (after) await this.accounts.noteDirectoryState(tx, accountId, after);
      if (status === 'applied') await this.accounts.noteAction(tx, accountId, operation);
      if (now.undoOf !== undefined) await this.noteUndone(tx, now, now.undoOf, status);
      if (status === 'applied' || status === 'unchanged')
        await this.settleExpiry(tx, now, expiresAt);
      // Before the audit log, whose chain is locked from there to the commit.
      await this.waypoints.reach('action.recording', id);
      await this.auditLog.append(
        {
          actor: action.requestedBy,
          what: `action.${status}`,
          subject: id,
          detail: {
            accountId,
            operation,
            ...(now.performed ? { performed: now.performed } : {}),
            outcome,
            after,
          },
        },
        tx,
      );
      return true;
    });
    if (!ended) return false;
    this.metrics.actions.inc({ operation, outcome: status });
    await this.waypoints.reach('action.recorded', id);
    return true;
  }

  private async expiryOf(
    tx: Transaction,
    action: Action,
    { status }: Ending,
  ): Promise<Date | undefined> {
    if (status !== 'applied' && status !== 'unchanged') return undefined;
    if (action.expiresAt) return action.expiresAt;
    const { policy } = await this.policies.read(tx);
    const hours = expires(action.operation)
      ? policy.lockExpiresAfterHours
      : action.operation === 'disable' && action.mode !== 'manual'
        ? policy.disableExpiresAfterHours
        : null;
    return hours === null ? undefined : new Date(this.clock.now().getTime() + hours * HOUR_MS);
  }

  /** An undo that found nothing to do is one, too: somebody else took it back. */
  private async noteUndone(
    tx: Transaction,
    { id, mode }: Action,
    undoOf: string,
    status: Ending['status'],
  ): Promise<void> {
    if (status === 'applied' || status === 'unchanged')
      await this.actions.change(tx, undoOf, {
        status: 'undone',
        outcome: { code: 'undone', detail: `Undone by action ${id}.` },
      });
    else if (mode === 'expiry') await this.expiry.postpone(tx, undoOf);
  }

  /**
   * Who is let in again has no lock left to expire. Who is to be kept out longer, and was kept out
   * already by an action of ours, is kept out until the later of the two times.
   */
  private async settleExpiry(
    tx: Transaction,
    action: Action,
    expiresAt: Date | undefined,
  ): Promise<void> {
    const done = action.performed ?? action.operation;
    const inverse = inverseOf(done);
    if (inverse) await this.expiry.forget(tx, action.accountId, inverse);
    if (expiresAt) await this.expiry.prolong(tx, action.accountId, done, expiresAt);
  }
}
