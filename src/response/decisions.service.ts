import { Inject, Injectable, Logger } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { ScoredAccount } from '../risk/scoring.service.js';
import { ActionQueue } from './action-queue.service.js';
import { ActionRepository, type NewAction } from './action.repository.js';
import { type Candidate, decide } from './domain/decide.js';
import type { ResponsePolicy } from './domain/response-policy.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** Who the machine is in actions and in the audit log. */
const MACHINE = 'response-policy';

/** Turns scores into actions, as far as the response policy and its guard rails go. */
@Injectable()
export class DecisionsService {
  private readonly logger = new Logger(DecisionsService.name);

  constructor(
    private readonly accounts: AccountsService,
    private readonly actions: ActionRepository,
    private readonly policies: ResponsePolicyService,
    private readonly queue: ActionQueue,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Writes down what the policy asks for, in the transaction of the scores.
   *
   * @returns ids of the actions that are to start once that is committed
   */
  async decide(tx: Transaction, scored: readonly ScoredAccount[]): Promise<string[]> {
    const { policy, stop } = await this.policies.read(tx);
    const candidates = await this.candidates(tx, scored, policy);
    if (candidates.length === 0) return [];
    const decisions = decide(candidates, policy, {
      now: this.clock.now().getTime(),
      startedThisHour: await this.actions.startedThisHour(tx),
      stopped: stop !== undefined,
    });
    const byAccount = new Map(scored.map((account) => [account.accountId, account]));
    const directories = await this.accounts.directoriesOf(
      tx,
      decisions.map(({ accountId }) => accountId),
    );
    const added = decisions.map(({ accountId, operation, status, reason, outcome }): NewAction => ({
      id: newId(),
      accountId,
      operation,
      status,
      mode: policy.mode,
      reason,
      evidence: evidenceOf(byAccount.get(accountId)),
      ticket: undefined,
      dryRun: false,
      requestedBy: MACHINE,
      directoryId: directories.get(accountId),
      outcome,
      undoOf: undefined,
    }));
    const written = await this.actions.add(tx, added);
    const fresh = added.filter(({ id }) => written.has(id));
    await this.auditLog.appendAll(
      fresh.map(({ id, accountId, operation, status, reason }) => ({
        actor: MACHINE,
        what: 'action.decided',
        subject: id,
        detail: { accountId, operation, status, reason },
      })),
      tx,
    );
    return fresh.filter(({ status }) => status === 'queued').map(({ id }) => id);
  }

  /** Hands committed actions to the workers; what fails here is found by the sweeper. */
  async dispatch(actionIds: readonly string[]): Promise<void> {
    try {
      await this.queue.remind(actionIds);
    } catch (cause) {
      // The events are stored and the rows say what is to be done: the caller has nothing to mend.
      this.logger.warn(`actions will start later: ${String(cause)}`);
    }
  }

  private async candidates(
    tx: Transaction,
    scored: readonly ScoredAccount[],
    policy: ResponsePolicy,
  ): Promise<Candidate[]> {
    const lowest = new Set(policy.rules.map(({ level }) => level));
    if (lowest.size === 0) return [];
    const risky = scored.filter(({ level }) => level !== 'low' || lowest.has('low'));
    if (risky.length === 0) return [];
    const ids = risky.map(({ accountId }) => accountId);
    const [marks, asked] = [
      await this.accounts.protectionOf(tx, ids),
      await this.actions.lastAsked(tx, ids),
    ];
    return risky.map(({ accountId, level, score }) => ({
      accountId,
      login: marks.get(accountId)?.login ?? '',
      isProtected: marks.get(accountId)?.isProtected ?? false,
      level,
      score,
      lastAsked: asked.get(accountId) ?? new Map(),
    }));
  }
}

function evidenceOf(account: ScoredAccount | undefined): unknown {
  if (!account) return {};
  const { score, level, asOf, contributions } = account;
  return { score, level, asOf: new Date(asOf).toISOString(), contributions };
}
