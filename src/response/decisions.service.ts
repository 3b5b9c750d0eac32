import { Inject, Injectable, Logger } from '@nestjs/common';
import { GuardedAccountsService } from '../accounts/guarded-accounts.service.js';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { ScoredAccount } from '../risk/scoring.service.js';
import { ActionHistoryRepository } from './action-history.repository.js';
import { ActionQueue } from './action-queue.service.js';
import { ActionRepository, type NewAction } from './action.repository.js';
import { AllowanceService } from './allowance.service.js';
import { askedOfAll, type Candidate, type Decision, decide } from './domain/decide.js';
import { type Notice, noticeFacts, noticeFor } from './domain/notice.js';
import type { ResponsePolicy } from './domain/response-policy.js';
import { ResponsePolicyService } from './response-policy.service.js';

/** Who the machine is in actions and in the audit log. */
export const MACHINE = 'response-policy';

/** Turns scores into actions, as far as the response policy and its guard rails go. */
@Injectable()
export class DecisionsService {
  private readonly logger = new Logger(DecisionsService.name);

  constructor(
    private readonly accounts: GuardedAccountsService,
    private readonly actions: ActionRepository,
    private readonly history: ActionHistoryRepository,
    private readonly allowances: AllowanceService,
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
    if (scored.length === 0) return [];
    const inForce = await this.policies.read(tx);
    const { policy } = inForce;
    const candidates = await this.candidates(tx, scored, policy);
    const asked = askedOfAll(candidates, policy, this.clock.now().getTime());
    if (asked.length === 0) return [];
    const decided = asked.map(({ candidate }) => candidate);
    const decisions = decide(asked, policy, await this.allowances.for(tx, inForce, decided));
    return this.write(tx, decisions, scored, decided, policy);
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

  private async write(
    tx: Transaction,
    decisions: readonly Decision[],
    scored: readonly ScoredAccount[],
    candidates: readonly Candidate[],
    policy: ResponsePolicy,
  ): Promise<string[]> {
    const scores = new Map(scored.map((account) => [account.accountId, account]));
    const byId = new Map(candidates.map((candidate) => [candidate.accountId, candidate]));
    const added = decisions.map(({ dueAt, ...decision }): NewAction => ({
      ...decision,
      id: newId(),
      mode: policy.mode,
      evidence: {
        ...evidenceOf(scores.get(decision.accountId)),
        ...noticeIn(decision, byId.get(decision.accountId), policy),
      },
      ticket: undefined,
      dryRun: false,
      requestedBy: MACHINE,
      directoryId: byId.get(decision.accountId)?.directoryId,
      outcome: decision.outcome,
      dueAt: dueAt === undefined ? undefined : new Date(dueAt),
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
    const accounts = await this.accounts.of(tx, ids);
    const histories = await this.history.of(tx, ids);
    return risky.flatMap(({ accountId, level, score, asOf }) => {
      const account = accounts.get(accountId);
      return account
        ? {
            ...account,
            accountId,
            level,
            score,
            asOf,
            history: histories.get(accountId) ?? new Map(),
          }
        : [];
    });
  }
}

function noticeIn(
  decision: Decision,
  candidate: Candidate | undefined,
  { notice }: ResponsePolicy,
): { readonly notice?: Notice } {
  return decision.operation === 'notify' && candidate
    ? { notice: noticeFor(notice, noticeFacts(candidate, decision)) }
    : {};
}

function evidenceOf(account: ScoredAccount | undefined) {
  if (!account) return {};
  const { score, level, asOf, contributions } = account;
  return { score, level, asOf: new Date(asOf).toISOString(), contributions };
}
