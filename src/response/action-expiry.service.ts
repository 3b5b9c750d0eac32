import { Injectable } from '@nestjs/common';
import { GuardedAccountsService } from '../accounts/guarded-accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { DAY_MS } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { ActionExpiryRepository } from './action-expiry.repository.js';
import { ActionQueue } from './action-queue.service.js';
import { ActionRepository } from './action.repository.js';
import type { Action } from './domain/action.js';
import { inverseOf } from './domain/operation.js';

const AT_ONCE = 500;
const ACTOR = 'action-expiry';
const POSTPONED_HOURS = 24;
/** A reset of the same decision may have come right before the lock. */
const RESET_BEFORE_MS = DAY_MS;

/** Takes back what was meant for a time, when that is over. */
@Injectable()
export class ActionExpiry {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly expiry: ActionExpiryRepository,
    private readonly accounts: GuardedAccountsService,
    private readonly queue: ActionQueue,
    private readonly auditLog: AuditLogService,
  ) {}

  /** Queues the undo of every action that has expired. */
  async takeBack(): Promise<void> {
    const expired = await this.expiry.due(this.database.direct, AT_ONCE);
    for (const action of expired) {
      const undoId = await this.undo(action);
      if (undoId !== undefined) await this.queue.remind([undoId]);
    }
  }

  /**
   * An account that an operator called compromised isn't opened by a timer while its old password
   * works: whoever has that would be let in.
   */
  private undo(action: Action): Promise<string | undefined> {
    const { id, accountId, performed, operation } = action;
    const inverse = inverseOf(performed ?? operation);
    return this.database.transaction(async (tx) => {
      const current = await this.actions.find(tx, id, true);
      if (current?.status !== 'applied' || inverse === undefined) return undefined;
      const account = (await this.accounts.of(tx, [accountId])).get(accountId);
      const since = new Date(current.createdAt.getTime() - RESET_BEFORE_MS);
      const isUnsafe =
        account?.standing === 'confirmed-compromised' &&
        !(await this.expiry.passwordReplacedSince(tx, accountId, since));
      if (isUnsafe) {
        await this.expiry.postpone(tx, id, POSTPONED_HOURS);
        await this.auditLog.append(
          {
            actor: ACTOR,
            what: 'action.expiry-postponed',
            subject: id,
            detail: {
              accountId,
              reason:
                'The account is confirmed-compromised and its password was not replaced. Reset it, or undo the action by hand.',
            },
          },
          tx,
        );
        return undefined;
      }
      const undoId = newId();
      const written = await this.actions.add(tx, [
        {
          id: undoId,
          accountId,
          operation: inverse,
          status: 'queued',
          mode: 'expiry',
          reason: `Action ${id} was meant until ${current.expiresAt?.toISOString() ?? 'now'}.`,
          evidence: {},
          ticket: current.ticket,
          dryRun: false,
          requestedBy: ACTOR,
          directoryId: current.directoryId,
          outcome: undefined,
          undoOf: id,
        },
      ]);
      if (!written.has(undoId)) return undefined;
      await this.auditLog.append(
        {
          actor: ACTOR,
          what: 'action.expired',
          subject: id,
          detail: { accountId, operation: inverse, undoId },
        },
        tx,
      );
      return undoId;
    });
  }
}
