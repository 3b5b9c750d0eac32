import { Inject, Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLogService, type NewAuditEntry } from '../audit-log/audit-log.service.js';
import type { DirectoryState } from '../directories/domain/connector.js';
import { CLOCK, type Clock, HOUR_MS } from '../kernel/clock.js';
import { JoinedCalls } from '../kernel/joined-calls.js';
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

/** An action that is to end, and how. */
interface ToEnd {
  readonly action: Action;
  readonly ending: Ending;
}

/** One that does end, as its row is now. */
interface Ended extends ToEnd {
  readonly now: Action;
  readonly expiresAt: Date | undefined;
}

/** What shares a transaction, and how many of them there are at once. */
const JOINED = { most: 100, lanes: 3 };

/**
 * Writes down how actions ended, with all that follows from it. Those that end at the same time
 * share a transaction, as the audit log's chain lets one through after the other.
 */
@Injectable()
export class ActionRecorder {
  private readonly joined = new JoinedCalls<ToEnd, boolean>((toEnd) => this.endAll(toEnd), JOINED);

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
    if (!(await this.joined.call({ action, ending }))) return false;
    this.metrics.actions.inc({ operation: action.operation, outcome: ending.status });
    await this.waypoints.reach('action.recorded', action.id);
    return true;
  }

  private endAll(toEnd: readonly ToEnd[]): Promise<boolean[]> {
    return this.database.transaction(async (tx) => {
      const ended = await this.stillOpen(tx, toEnd);
      await this.actions.changeAll(
        tx,
        ended.map(({ now: { id }, ending, expiresAt }) => ({ id, ...ending, expiresAt })),
      );
      await this.noteAccounts(tx, ended);
      for (const each of ended) await this.noteConsequences(tx, each);
      // Before the audit log, whose chain is locked from there to the commit.
      await Promise.all(ended.map(({ now }) => this.waypoints.reach('action.recording', now.id)));
      await this.auditLog.appendAll(ended.map(auditEntryOf), tx);
      return toEnd.map((each) => ended.some(({ ending }) => ending === each.ending));
    });
  }

  /** Of one that is to end twice, the first. */
  private async stillOpen(tx: Transaction, toEnd: readonly ToEnd[]): Promise<Ended[]> {
    const present = await this.actions.lock(
      tx,
      toEnd.map(({ action }) => action.id),
    );
    const ended = new Map<string, Ended>();
    for (const { action, ending } of toEnd) {
      const now = present.get(action.id);
      if (now?.status !== 'running' && now?.status !== 'queued') continue;
      if (ended.has(now.id)) continue;
      const expiresAt = await this.expiryOf(tx, now, ending);
      ended.set(now.id, { action, ending, now, expiresAt });
    }
    return [...ended.values()];
  }

  private async noteAccounts(tx: Transaction, ended: readonly Ended[]): Promise<void> {
    const states = ended.flatMap(({ now: { accountId }, ending: { after } }) =>
      after ? [[accountId, after] as const] : [],
    );
    await this.accounts.noteDirectoryStates(tx, new Map(states));
    const applied = ended.filter(({ ending }) => ending.status === 'applied');
    await this.accounts.noteActions(
      tx,
      new Map(applied.map(({ now }) => [now.accountId, now.operation])),
    );
  }

  private async noteConsequences(
    tx: Transaction,
    { now, ending: { status }, expiresAt }: Ended,
  ): Promise<void> {
    if (now.operation === 'temporary-password')
      await this.temporaryPasswords.settle(tx, now.id, status === 'applied');
    if (now.undoOf !== undefined) await this.noteUndone(tx, now, now.undoOf, status);
    if (status === 'applied' || status === 'unchanged') await this.settleExpiry(tx, now, expiresAt);
  }

  private async expiryOf(
    tx: Transaction,
    action: Action,
    { status }: Ending,
  ): Promise<Date | undefined> {
    if (status !== 'applied' && status !== 'unchanged') return undefined;
    if (action.expiresAt) return action.expiresAt;
    const endsByItself = expires(action.operation);
    if (!endsByItself && action.operation !== 'disable') return undefined;
    const { policy } = await this.policies.read(tx);
    const hours = endsByItself
      ? policy.lockExpiresAfterHours
      : action.mode !== 'manual'
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

function auditEntryOf({ action, now, ending: { status, outcome, after } }: Ended): NewAuditEntry {
  const { accountId, operation, performed } = now;
  return {
    actor: action.requestedBy,
    what: `action.${status}`,
    subject: now.id,
    detail: { accountId, operation, ...(performed ? { performed } : {}), outcome, after },
  };
}
