import type { ActionOutcome, ActionStatus } from './action.js';
import { askedOf, type Climber } from './ladder.js';
import { endsSignIn, isRestrictive, type Operation } from './operation.js';
import { type GuardedAccount, isAdministrator } from './protection.js';
import { type CanaryState, heldBy, type Hold } from './rails.js';
import type { ResponsePolicy } from './response-policy.js';

/** An account whose score was just computed, with what the decision needs besides. */
export interface Candidate extends GuardedAccount, Climber {
  readonly accountId: string;
  readonly displayName: string | undefined;
  readonly score: number;
  /** Its directory; the default one where none has listed it. */
  readonly directoryId: string | undefined;
}

/** What the machine has done in one directory, and how large that is. */
export interface DirectoryLoad {
  /** Accounts that the machine acted on within the last 24 hours. */
  readonly touched: ReadonlySet<string>;
  /** Accounts that the directory lists; 0 where no sync has counted them. */
  readonly size: number;
  /** Active members of the administrators' groups. */
  readonly administrators: ReadonlySet<string>;
}

/** What the machine may still do. */
export interface Allowance {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Actions that the machine started within the last hour. */
  readonly startedThisHour: number;
  /** Whether an operator pulled the stop switch. */
  readonly stopped: boolean;
  readonly canary: CanaryState;
  /** By the id of the directory. */
  readonly directories: ReadonlyMap<string, DirectoryLoad>;
}

/** One action to be written down, and whether it may start. */
export interface Decision {
  readonly accountId: string;
  readonly operation: Operation;
  readonly status: Extract<ActionStatus, 'queued'> | Hold['status'];
  readonly reason: string;
  readonly outcome?: ActionOutcome | undefined;
  /** When it starts by itself, ms. */
  readonly dueAt?: number | undefined;
}

/** A candidate and what the rules ask for. */
export interface Asked {
  readonly candidate: Candidate;
  readonly operations: ReadonlySet<Operation>;
}

/** Of the candidates, those of whom the rules ask anything. */
export function askedOfAll(
  candidates: readonly Candidate[],
  policy: ResponsePolicy,
  now: number,
): Asked[] {
  return candidates
    .map((candidate) => ({ candidate, operations: askedOf(candidate, policy, now) }))
    .filter(({ operations }) => operations.size > 0);
}

/**
 * What becomes of what the rules ask for; the most at risk first, so that a cap hits the others.
 * The same candidates, policy and allowance give the same decisions.
 */
export function decide(
  asked: readonly Asked[],
  policy: ResponsePolicy,
  allowance: Allowance,
): Decision[] {
  const spending = new Spending(allowance, policy);
  const byRisk = [...asked].sort(
    ({ candidate: a }, { candidate: b }) =>
      b.score - a.score || (a.accountId < b.accountId ? -1 : 1),
  );
  return byRisk.flatMap(({ candidate, operations }) =>
    [...operations].map((operation) => {
      const hold = heldBy({
        account: candidate,
        level: candidate.level,
        operation,
        policy,
        now: allowance.now,
        stopped: allowance.stopped,
        ...spending.factsFor(candidate),
      });
      if (!hold) spending.spend(candidate, operation);
      return decisionOf(candidate, operation, hold);
    }),
  );
}

function decisionOf(candidate: Candidate, operation: Operation, hold: Hold | undefined): Decision {
  const { accountId, level, score } = candidate;
  return {
    accountId,
    operation,
    status: hold?.status ?? 'queued',
    reason: `Level ${level}, score ${score}: the response policy asks for ${operation}.`,
    outcome: hold && { code: hold.code, detail: hold.detail },
    dueAt: hold?.until,
  };
}

/** What is left of the allowance while decisions use it up. */
class Spending {
  private started: number;
  private readonly touched = new Map<string, Set<string>>();
  private readonly shutOut = new Set<string>();

  constructor(
    private readonly allowance: Allowance,
    private readonly policy: ResponsePolicy,
  ) {
    this.started = allowance.startedThisHour;
  }

  factsFor(candidate: Candidate) {
    const { canary, startedThisHour } = this.allowance;
    const load = this.loadOf(candidate);
    const touched = this.touchedIn(candidate);
    const { percent, atLeast } = this.policy.maxShareOfDirectoryPerDay;
    const touchable =
      load === undefined || load.size === 0
        ? undefined
        : Math.max(atLeast, Math.floor((load.size * percent) / 100));
    // Another action on an account that was touched today touches no further one.
    const again = touched.has(candidate.accountId) ? 1 : 0;
    return {
      administratorsLeft: this.administratorsLeft(candidate, load),
      canary:
        canary.kind === 'filling'
          ? { ...canary, left: canary.left - (this.started - startedThisHour) }
          : canary,
      startedThisHour: this.started,
      touchedToday: touched.size - again,
      touchableToday: touchable,
    };
  }

  spend(candidate: Candidate, operation: Operation): void {
    if (!isRestrictive(operation)) return;
    this.started += 1;
    this.touchedIn(candidate).add(candidate.accountId);
    if (endsSignIn(operation)) this.shutOut.add(candidate.accountId);
  }

  private administratorsLeft(
    candidate: Candidate,
    load: DirectoryLoad | undefined,
  ): number | undefined {
    if (!isAdministrator(candidate, this.policy)) return undefined;
    const active = [...(load?.administrators ?? [])];
    return active.filter((id) => id !== candidate.accountId && !this.shutOut.has(id)).length;
  }

  private touchedIn(candidate: Candidate): Set<string> {
    const key = candidate.directoryId ?? '';
    const known = this.touched.get(key);
    if (known) return known;
    const fresh = new Set(this.loadOf(candidate)?.touched);
    this.touched.set(key, fresh);
    return fresh;
  }

  private loadOf({ directoryId }: Candidate): DirectoryLoad | undefined {
    return directoryId === undefined ? undefined : this.allowance.directories.get(directoryId);
  }
}
