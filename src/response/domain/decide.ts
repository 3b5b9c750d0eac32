import { HOUR_MS } from '../../kernel/clock.js';
import { type Level, LEVELS } from '../../risk/domain/level.js';
import type { ActionOutcome, ActionStatus } from './action.js';
import { fitsPattern } from './login-pattern.js';
import type { Operation, ResponsePolicy } from './response-policy.js';

/** An account whose score was just computed, with what the decision needs besides. */
export interface Candidate {
  readonly accountId: string;
  readonly login: string;
  readonly level: Level;
  readonly score: number;
  /** Protected in Authwarden itself, whatever the policy's patterns say. */
  readonly isProtected: boolean;
  /** When each operation was last asked for, ms, whatever became of it. */
  readonly lastAsked: ReadonlyMap<Operation, number>;
}

/** What the machine may still do. */
export interface Allowance {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Actions that the machine started within the last hour. */
  readonly startedThisHour: number;
  /** Whether an operator pulled the stop switch. */
  readonly stopped: boolean;
}

/** One action to be written down, and whether it may start. */
export interface Decision {
  readonly accountId: string;
  readonly operation: Operation;
  readonly status: Extract<ActionStatus, 'queued' | 'awaiting-approval' | 'refused' | 'unchanged'>;
  readonly reason: string;
  readonly outcome?: ActionOutcome | undefined;
}

/**
 * What the policy asks for, for accounts that were just scored; the most at risk first, so that a
 * cap hits the others. The same candidates, policy and allowance give the same decisions.
 */
export function decide(
  candidates: readonly Candidate[],
  policy: ResponsePolicy,
  allowance: Allowance,
): Decision[] {
  const decisions: Decision[] = [];
  let started = allowance.startedThisHour;
  const byRisk = [...candidates].sort(
    (a, b) => b.score - a.score || (a.accountId < b.accountId ? -1 : 1),
  );
  for (const candidate of byRisk) {
    for (const operation of asked(candidate, policy, allowance.now)) {
      const capped = started >= policy.maxActionsPerHour;
      const decision = judge(candidate, operation, policy, allowance.stopped, capped);
      if (decision.status === 'queued') started += 1;
      decisions.push(decision);
    }
  }
  return decisions;
}

/** Whether the machine has to keep its hands off an account. */
export function isProtected(login: string, marked: boolean, policy: ResponsePolicy): boolean {
  return marked || policy.protectedLogins.some((pattern) => fitsPattern(login, pattern));
}

function asked(candidate: Candidate, policy: ResponsePolicy, now: number): Set<Operation> {
  const reached = LEVELS.indexOf(candidate.level);
  const operations = new Set<Operation>();
  for (const rule of policy.rules) {
    if (LEVELS.indexOf(rule.level) > reached) continue;
    const last = candidate.lastAsked.get(rule.do);
    if (last === undefined || now - last >= policy.repeatAfterHours * HOUR_MS)
      operations.add(rule.do);
  }
  return operations;
}

function judge(
  candidate: Candidate,
  operation: Operation,
  policy: ResponsePolicy,
  stopped: boolean,
  capped: boolean,
): Decision {
  const { accountId, login, level, score } = candidate;
  const reason = `Level ${level}, score ${score}: the response policy asks for ${operation}.`;
  const as = (status: Decision['status'], code?: string, detail?: string): Decision => ({
    accountId,
    operation,
    status,
    reason,
    outcome: code === undefined ? undefined : { code, detail: detail ?? '' },
  });
  if (isProtected(login, candidate.isProtected, policy))
    return as(
      'refused',
      'protected-account',
      'The account is protected, so the machine leaves it alone. An operator can act on it by hand.',
    );
  if (policy.mode === 'observe')
    return as(
      'unchanged',
      'observe-mode',
      'The response policy only observes: nothing was done. Set its mode to approve or enforce to act.',
    );
  if (stopped)
    return as(
      'awaiting-approval',
      'stopped',
      'The stop switch is on. Resume the response policy, then approve or reject this action.',
    );
  if (policy.mode === 'approve')
    return as('awaiting-approval', 'approve-mode', 'Approve or reject this action.');
  if (capped)
    return as(
      'awaiting-approval',
      'hourly-cap',
      `The machine has started ${policy.maxActionsPerHour} actions within an hour, which is its cap. Approve or reject this one.`,
    );
  return as('queued');
}
