import { Injectable } from '@nestjs/common';
import { JoinedCalls } from '../kernel/joined-calls.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { type ActionChange, ActionRepository } from './action.repository.js';
import type { Action } from './domain/action.js';
import { isRestrictive } from './domain/operation.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** What a worker got that wanted to carry an action out. */
export type Claim =
  | { readonly kind: 'claimed'; readonly action: Action }
  /** There is nothing to do any more, or an operator has to decide first. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'later'; readonly reason: string };

/** What shares a transaction, and how many of them there are at once. */
const JOINED = { most: 100, lanes: 3 };

/** Gives actions to workers. */
@Injectable()
export class ActionClaims {
  private readonly joined = new JoinedCalls<string, Claim>((ids) => this.claimAll(ids), JOINED);

  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly policies: ResponsePolicyService,
  ) {}

  claim(actionId: string): Promise<Claim> {
    return this.joined.call(actionId);
  }

  private claimAll(ids: readonly string[]): Promise<Claim[]> {
    // A claim that a crash undoes was for nothing: the snapshot, which is on the disk before the
    // directory is asked, takes it there.
    return this.database.hastyTransaction(async (tx) => {
      const actions = await this.actions.lock(tx, ids);
      const { stop } = await this.policies.read(tx);
      const elders = await this.actions.withElders(tx, ids);
      const claims = ids.map((id) => claimOf(actions.get(id), elders, stop !== undefined));
      await this.note(tx, claims);
      return claims.map(({ claim }) => claim);
    });
  }

  private note(tx: Transaction, claims: readonly Noted[]): Promise<void> {
    const changes = new Map(claims.flatMap(({ change }) => (change ? [[change.id, change]] : [])));
    return this.actions.changeAll(tx, [...changes.values()]);
  }
}

interface Noted {
  readonly claim: Claim;
  readonly change?: ActionChange & { readonly id: string };
}

function claimOf(
  action: Action | undefined,
  elders: ReadonlySet<string>,
  isStopped: boolean,
): Noted {
  if (action?.status !== 'queued' && action?.status !== 'running')
    return { claim: { kind: 'ended' } };
  const { id } = action;
  if (isStopped && action.status === 'queued' && isRestrictive(action.operation))
    return {
      claim: { kind: 'ended' },
      change: { id, status: 'awaiting-approval', outcome: STOPPED },
    };
  if (elders.has(id))
    return { claim: { kind: 'later', reason: 'an older action of the account comes first' } };
  return { claim: { kind: 'claimed', action }, change: { id, status: 'running', tried: true } };
}

const STOPPED = {
  code: 'stopped',
  detail: 'The stop switch was on when it was due. Resume, then approve or reject it.',
};
