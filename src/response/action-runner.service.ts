import { Injectable } from '@nestjs/common';
import type {
  DirectoryOperation,
  DirectoryState,
  Outcome,
} from '../directories/domain/connector.js';
import { DIRECTORY_OPERATIONS } from '../directories/domain/connector.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { ActionClaims } from './action-claims.service.js';
import { ActionRecorder, type Ending } from './action-recorder.service.js';
import { ActionSnapshots } from './action-snapshots.service.js';
import { ActionTargets, type Target } from './action-targets.service.js';
import { ActionWaypoints } from './action-waypoints.js';
import { ActionRepository } from './action.repository.js';
import type { Action } from './domain/action.js';
import { isOwnWork } from './domain/own-work.js';
import { ResponsePolicyService } from './response-policy.service.js';
import { TemporaryPasswordsService } from './temporary-passwords.service.js';

/** What became of one try to carry an action out. */
export type RunResult =
  | { readonly kind: 'ended' }
  /** The directory couldn't be asked, or an older action of the account comes first: try again. */
  | { readonly kind: 'later'; readonly reason: string };

const ENDED: RunResult = { kind: 'ended' };

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
    private readonly claims: ActionClaims,
    private readonly snapshots: ActionSnapshots,
    private readonly targets: ActionTargets,
    private readonly policies: ResponsePolicyService,
    private readonly recorder: ActionRecorder,
    private readonly temporaryPasswords: TemporaryPasswordsService,
    private readonly waypoints: ActionWaypoints,
    private readonly metrics: Metrics,
  ) {}

  async carryOut(actionId: string, abort: AbortSignal): Promise<RunResult> {
    const claim = await this.timed('claim', () => this.claims.claim(actionId));
    if (claim.kind !== 'claimed') return claim;
    const { action } = claim;
    await this.waypoints.reach('action.claimed', actionId);
    try {
      return action.operation === 'notify'
        ? await this.end(action, { status: 'applied', outcome: NOTIFIED })
        : await this.actInDirectory(action, abort);
    } catch (cause) {
      if (!(cause instanceof DomainError)) throw cause;
      return cause.kind === 'unavailable'
        ? { kind: 'later', reason: cause.message }
        : await this.refuse(action, cause.code, cause.message);
    }
  }

  /** The last try failed: the action ends, and says why. */
  async giveUp(actionId: string, reason: string): Promise<void> {
    const action = await this.actions.find(this.database.direct, actionId);
    if (!action) return;
    await this.end(action, {
      status: 'failed',
      outcome: {
        code: 'directory-unavailable',
        detail: `${reason} Test the directory, then ask for the action again.`,
      },
    });
  }

  private async actInDirectory(action: Action, abort: AbortSignal): Promise<RunResult> {
    const target = await this.timed('directory', () => this.targets.of(action.accountId));
    if ('code' in target) return this.refuse(action, target.code, target.detail);
    if (action.operation === 'temporary-password')
      return this.setTemporaryPassword(action, target, abort);
    const operation = DIRECTORY_OPERATIONS.find(
      (known) => known === (action.performed ?? action.operation),
    );
    if (operation === undefined)
      return this.refuse(action, 'operation-unsupported', `No directory can ${action.operation}.`);
    const before = await this.snapshot(action, target);
    const outcome = await this.perform(action, target, operation, abort);
    if (outcome.kind === 'unsupported')
      return this.substitute({ ...action, before }, target, outcome, abort);
    return this.record(action, before, outcome);
  }

  private async perform(
    action: Action,
    { connector, ref }: Target,
    operation: DirectoryOperation,
    abort: AbortSignal,
  ): Promise<Outcome> {
    const { id: actionId, before } = action;
    const command = { do: operation, ref, actionId, ...(before ? { before } : {}) };
    const outcome = await this.timed('directory', () => connector.perform(command, abort));
    await this.waypoints.reach('connector.acted', action.id);
    return outcome;
  }

  private async setTemporaryPassword(
    action: Action,
    target: Target,
    abort: AbortSignal,
  ): Promise<RunResult> {
    const { connector, ref } = target;
    const before = await this.snapshot(action, target);
    const password = await this.temporaryPasswords.forAction(action);
    await this.waypoints.reach('password.sealed', action.id);
    const outcome = await this.timed('directory', () =>
      connector.setTemporaryPassword({ ref, actionId: action.id, password }, abort),
    );
    await this.waypoints.reach('connector.acted', action.id);
    return outcome.kind === 'unsupported'
      ? this.refuse(
          action,
          'operation-unsupported',
          `The directory can't set a temporary password: ${outcome.reason}.`,
        )
      : this.record(action, before, outcome);
  }

  private async snapshot(
    action: Action,
    { connector, ref, directoryId }: Target,
  ): Promise<DirectoryState | undefined> {
    const before = action.before ?? (await this.timed('directory', () => connector.read(ref)));
    await this.timed('record', () => this.snapshots.keep(action.id, directoryId, before));
    await this.waypoints.reach('action.snapshot-taken', action.id);
    return before;
  }

  /** The directory has no such operation: what comes closest is done, where the policy lets it. */
  private async substitute(
    action: Action,
    target: Target,
    { reason, instead }: Extract<Outcome, { kind: 'unsupported' }>,
    abort: AbortSignal,
  ): Promise<RunResult> {
    const { policy } = await this.policies.read();
    const what = `The directory can't ${action.performed ?? action.operation}: ${reason}.`;
    if (instead === undefined || action.performed !== undefined || !policy.substitute)
      return this.refuse(
        action,
        'operation-unsupported',
        `${what} ${instead === undefined ? 'Its test lists what it can do.' : `Ask for ${instead} instead.`}`,
      );
    // Written down first: a repeat after a crash has to go on with it, and the undo undoes it.
    await this.actions.change(this.database.direct, action.id, {
      status: 'running',
      performed: instead,
    });
    const replaced = { ...action, performed: instead };
    const outcome = await this.perform(replaced, target, instead, abort);
    if (outcome.kind === 'unsupported')
      return this.refuse(action, 'operation-unsupported', `${what} Nor can it ${instead}.`);
    return this.record(replaced, action.before, outcome);
  }

  private record(
    action: Action,
    before: DirectoryState | undefined,
    outcome: Exclude<Outcome, { kind: 'unsupported' }>,
  ): Promise<RunResult> {
    const { operation, performed } = action;
    const done = performed ?? operation;
    switch (outcome.kind) {
      case 'applied':
        return this.end(action, {
          status: 'applied',
          outcome: appliedAs(action),
          after: outcome.after,
        });
      case 'unchanged':
        return isOwnWork(done, before, outcome.after)
          ? this.end(action, {
              status: 'applied',
              outcome: appliedAs(action),
              after: outcome.after,
            })
          : this.end(action, { status: 'unchanged', outcome: UNCHANGED, after: outcome.after });
      case 'refused':
        return this.end(action, {
          status: 'refused',
          outcome: { code: 'directory-refused', detail: outcome.reason },
          after: outcome.after,
        });
      case 'unavailable':
        return Promise.resolve({ kind: 'later', reason: outcome.reason });
    }
  }

  private refuse(action: Action, code: string, detail: string): Promise<RunResult> {
    return this.end(action, { status: 'refused', outcome: { code, detail } });
  }

  private async timed<Result>(
    stage: 'claim' | 'directory' | 'record',
    work: () => Promise<Result>,
  ): Promise<Result> {
    const stop = this.metrics.actionSeconds.startTimer({ stage });
    try {
      return await work();
    } finally {
      stop();
    }
  }

  private async end(action: Action, ending: Ending): Promise<RunResult> {
    await this.timed('record', () => this.recorder.end(action, ending));
    return ENDED;
  }
}

const NOTIFIED = {
  code: 'notified',
  detail: 'The notice was handed on: to be mailed to the owner, and to helpdesks and webhooks.',
};
const UNCHANGED = {
  code: 'unchanged',
  detail: 'The directory was in the asked state already.',
};

function appliedAs({ operation, performed }: Action) {
  return {
    code: 'applied',
    detail:
      performed === undefined
        ? 'Done, and read back from the directory.'
        : `Done, and read back from the directory: ${performed}, as it can't ${operation}.`,
  };
}
