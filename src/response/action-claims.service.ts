import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { ActionRepository } from './action.repository.js';
import type { Action } from './domain/action.js';
import { isRestrictive } from './domain/operation.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** What a worker got that wanted to carry an action out. */
export type Claim =
  | { readonly kind: 'claimed'; readonly action: Action }
  /** There is nothing to do any more, or an operator has to decide first. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'later'; readonly reason: string };

/** Gives actions to workers. */
@Injectable()
export class ActionClaims {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly policies: ResponsePolicyService,
  ) {}

  claim(actionId: string): Promise<Claim> {
    return this.database.transaction(async (tx) => {
      const action = await this.actions.find(tx, actionId, true);
      if (action?.status !== 'queued' && action?.status !== 'running') return { kind: 'ended' };
      const { stop } = await this.policies.read(tx);
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
}
