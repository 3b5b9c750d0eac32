import { Injectable } from '@nestjs/common';
import type { DirectoryOperation } from '../directories/domain/connector.js';
import { DIRECTORY_OPERATIONS } from '../directories/domain/connector.js';
import type { OperationPlan } from '../directories/domain/operation-plan.js';
import { Database } from '../platform/database/database.js';
import { ActionTargets } from './action-targets.service.js';
import type { ActionOutcome } from './domain/action.js';
import type { ManualHold } from './domain/manual-rails.js';
import type { Operation } from './domain/operation.js';
import { ManualRailsService } from './manual-rails.service.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** What an action would do, before it does it. */
export interface ActionPlan {
  readonly accountId: string;
  readonly operation: Operation;
  readonly directoryId: string | undefined;
  /** What would be done: the operation that was asked for, else the one in its place. */
  readonly plan: OperationPlan | undefined;
  /** Why the directory can't do what was asked, and what is done instead, if anything. */
  readonly unsupported:
    { readonly reason: string; readonly instead: DirectoryOperation | undefined } | undefined;
  /** Why nothing can be done. */
  readonly obstacle: ActionOutcome | undefined;
  readonly holds: readonly ManualHold[];
}

type InDirectory = Pick<ActionPlan, 'directoryId' | 'plan' | 'unsupported' | 'obstacle'>;

/** Shows what an action would do: asks guard rails and directory, and changes nothing. */
@Injectable()
export class ActionPlans {
  constructor(
    private readonly database: Database,
    private readonly rails: ManualRailsService,
    private readonly targets: ActionTargets,
    private readonly policies: ResponsePolicyService,
  ) {}

  /** @throws DomainError `account-not-found`, `no-directory`, `directory-unavailable`, `directory-refused` */
  async of(accountId: string, operation: Operation): Promise<ActionPlan> {
    const { holds } = await this.rails.for(this.database.direct, accountId, operation);
    return { accountId, operation, holds, ...(await this.inDirectory(accountId, operation)) };
  }

  private async inDirectory(accountId: string, operation: Operation): Promise<InDirectory> {
    const nothing = { directoryId: undefined, plan: undefined, unsupported: undefined };
    if (operation === 'notify') return { ...nothing, obstacle: undefined };
    const target = await this.targets.of(accountId);
    if ('code' in target) return { ...nothing, obstacle: target };
    const { connector, ref, directoryId } = target;
    // A temporary password is a forced reset whose password somebody gets to know.
    const asked = DIRECTORY_OPERATIONS.find(
      (known) => known === (operation === 'temporary-password' ? 'force-reset' : operation),
    );
    const plan = asked && (await connector.plan({ do: asked, ref }));
    if (!plan) return { ...nothing, directoryId, obstacle: GONE };
    if (!plan.unsupported)
      return { directoryId, plan, unsupported: undefined, obstacle: undefined };
    return {
      directoryId,
      ...(await this.replaced(plan, (instead) => connector.plan({ do: instead, ref }))),
    };
  }

  private async replaced(
    plan: OperationPlan,
    planOf: (operation: DirectoryOperation) => Promise<OperationPlan | undefined>,
  ): Promise<Omit<InDirectory, 'directoryId'>> {
    const { reason = '', instead } = plan.unsupported ?? {};
    const { policy } = await this.policies.read();
    const replacement =
      instead !== undefined && policy.substitute ? await planOf(instead) : undefined;
    const works = replacement !== undefined && !replacement.unsupported;
    return {
      plan: works ? replacement : plan,
      unsupported: { reason, instead },
      obstacle: works
        ? undefined
        : {
            code: 'operation-unsupported',
            detail: `The directory can't ${plan.do}: ${reason}.${instead === undefined ? '' : ` Ask for ${instead} instead.`}`,
          },
    };
  }
}

const GONE: ActionOutcome = {
  code: 'not-in-directory',
  detail: 'The directory no longer has this account, so there is nothing to act on.',
};
