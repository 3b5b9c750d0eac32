import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { DirectoriesService } from '../directories/directories.service.js';
import type {
  DirectoryConnector,
  DirectoryOperation,
  DirectoryState,
  Outcome,
} from '../directories/domain/connector.js';
import { DIRECTORY_OPERATIONS } from '../directories/domain/connector.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { ActionRepository } from './action.repository.js';
import {
  type Action,
  type ActionOutcome,
  type ActionStatus,
  isRestrictive,
} from './domain/action.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** What became of one try to carry an action out. */
export type RunResult =
  | { readonly kind: 'ended' }
  /** The directory couldn't be asked, or an older action of the account comes first: try again. */
  | { readonly kind: 'later'; readonly reason: string };

interface Target {
  readonly connector: DirectoryConnector;
  readonly ref: string;
  readonly directoryId: string;
}

/**
 * Carries actions out: notes what the directory says, acts, reads back, records. The row is the
 * truth: an action that isn't queued or running is left alone, so a repeated job is harmless; a
 * crash between act and record is mended by the repeat, which finds the act done.
 */
@Injectable()
export class ActionRunner {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly accounts: AccountsService,
    private readonly directories: DirectoriesService,
    private readonly policies: ResponsePolicyService,
    private readonly auditLog: AuditLogService,
    private readonly metrics: Metrics,
  ) {}

  async carryOut(actionId: string, abort: AbortSignal): Promise<RunResult> {
    const claim = await this.claim(actionId);
    if (claim.kind !== 'claimed') return claim;
    const { action } = claim;
    try {
      const target = await this.target(action);
      return 'code' in target
        ? await this.end(action, 'refused', target)
        : await this.act(action, target, abort);
    } catch (cause) {
      if (!(cause instanceof DomainError)) throw cause;
      return cause.kind === 'unavailable'
        ? { kind: 'later', reason: cause.message }
        : await this.end(action, 'refused', { code: cause.code, detail: cause.message });
    }
  }

  /** The last try failed: the action ends, and says why. */
  async giveUp(actionId: string, reason: string): Promise<void> {
    const action = await this.actions.find(this.database.direct, actionId);
    if (action?.status !== 'running' && action?.status !== 'queued') return;
    await this.end(action, 'failed', {
      code: 'directory-unavailable',
      detail: `${reason} Test the directory, then ask for the action again.`,
    });
  }

  private async claim(
    actionId: string,
  ): Promise<RunResult | { readonly kind: 'claimed'; readonly action: Action }> {
    const { stop } = await this.policies.read();
    return this.database.transaction(async (tx) => {
      const action = await this.actions.find(tx, actionId, true);
      if (action?.status !== 'queued' && action?.status !== 'running') return { kind: 'ended' };
      if (stop && action.status === 'queued' && isRestrictive(action.operation)) {
        await this.actions.change(tx, actionId, {
          status: 'awaiting-approval',
          outcome: {
            code: 'stopped',
            detail: 'The stop switch was on when it was due. Resume, then approve or reject it.',
          },
        });
        return { kind: 'ended' };
      }
      if (await this.actions.hasElder(tx, action))
        return { kind: 'later', reason: 'an older action of the account comes first' };
      await this.actions.change(tx, actionId, { status: 'running', tried: true });
      return { kind: 'claimed', action };
    });
  }

  /** The directory's entry of the account, or why there is none to act on. */
  private async target(action: Action): Promise<Target | ActionOutcome> {
    const account = await this.accounts.directoryEntry(action.accountId);
    const { connector, directoryId } = await this.directories.connectorForAccount(
      account.directoryId,
    );
    const ref = account.ref ?? (await connector.lookup(account.login))?.ref;
    return ref === undefined
      ? {
          code: 'not-in-directory',
          detail: 'The directory has no account of this name, so there is nothing to act on.',
        }
      : { connector, ref, directoryId };
  }

  private async act(action: Action, target: Target, abort: AbortSignal): Promise<RunResult> {
    const { connector, ref, directoryId } = target;
    const operation = toDirectoryOperation(action.operation);
    if (operation === undefined || !(await connector.capabilities()).has(operation))
      return this.end(action, 'refused', {
        code: 'operation-unsupported',
        detail: `The directory can't ${action.operation}. Its test lists what it can do.`,
      });
    const before = action.before ?? (await connector.read(ref));
    await this.noteBefore(action, before, directoryId);
    const outcome = await connector.perform({ do: operation, ref, actionId: action.id }, abort);
    return this.record(action, before, outcome);
  }

  private async noteBefore(
    action: Action,
    before: DirectoryState | undefined,
    directoryId: string,
  ): Promise<void> {
    await this.actions.change(this.database.direct, action.id, {
      status: 'running',
      before,
      directoryId,
    });
  }

  private record(
    action: Action,
    before: DirectoryState | undefined,
    outcome: Outcome,
  ): Promise<RunResult> {
    switch (outcome.kind) {
      case 'applied':
        return this.end(action, 'applied', APPLIED, outcome.after);
      case 'unchanged':
        return isOwnWork(action.operation, before, outcome.after)
          ? this.end(action, 'applied', APPLIED, outcome.after)
          : this.end(action, 'unchanged', UNCHANGED, outcome.after);
      case 'refused':
        return this.end(
          action,
          'refused',
          { code: 'directory-refused', detail: outcome.reason },
          outcome.after,
        );
      case 'unsupported':
        return this.end(action, 'refused', {
          code: 'operation-unsupported',
          detail: `The directory can't ${action.operation}: ${outcome.reason}.`,
        });
      case 'unavailable':
        return Promise.resolve({ kind: 'later', reason: outcome.reason });
    }
  }

  private async end(
    action: Action,
    status: ActionStatus,
    outcome: ActionOutcome,
    after?: DirectoryState,
  ): Promise<RunResult> {
    const { id, accountId, operation, undoOf } = action;
    await this.database.transaction(async (tx) => {
      await this.actions.change(tx, id, { status, outcome, after });
      if (after) await this.accounts.noteDirectoryState(tx, accountId, after);
      if (status === 'applied') {
        await this.accounts.noteAction(tx, accountId, operation);
        if (undoOf !== undefined)
          await this.actions.change(tx, undoOf, {
            status: 'undone',
            outcome: { code: 'undone', detail: `Undone by action ${id}.` },
          });
      }
      await this.auditLog.append(
        {
          actor: action.requestedBy,
          what: `action.${status}`,
          subject: id,
          detail: { accountId, operation, outcome, after },
        },
        tx,
      );
    });
    this.metrics.actions.inc({ operation, outcome: status });
    return { kind: 'ended' };
  }
}

const APPLIED: ActionOutcome = {
  code: 'applied',
  detail: 'Done, and read back from the directory.',
};
const UNCHANGED: ActionOutcome = {
  code: 'unchanged',
  detail: 'The directory was in the asked state already.',
};

/**
 * Whether a repeat after a crash has found its own work done. Nothing but its own action makes a
 * reset look done; of the others `before` says whether there was anything to do.
 */
function isOwnWork(
  operation: string,
  before: DirectoryState | undefined,
  after: DirectoryState | undefined,
): boolean {
  if (operation === 'force-reset') return true;
  return before !== undefined && after !== undefined && before.active !== after.active;
}

function toDirectoryOperation(operation: string): DirectoryOperation | undefined {
  return DIRECTORY_OPERATIONS.find((known) => known === operation);
}
