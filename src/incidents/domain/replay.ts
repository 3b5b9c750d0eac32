import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import {
  askedOfAll,
  type Candidate,
  decide,
  type DirectoryLoad,
} from '../../response/domain/decide.js';
import type { OperationHistory } from '../../response/domain/ladder.js';
import { isRestrictive, type Operation } from '../../response/domain/operation.js';
import type { ResponsePolicy } from '../../response/domain/response-policy.js';
import type { DetectorSettings } from '../../risk/domain/detector-settings.js';
import { type Level, levelOf, LEVELS } from '../../risk/domain/level.js';
import { explain, type ScorableSignal } from '../../risk/domain/scoring.js';

/** A time at which an account's score asks for a decision. */
export interface Moment {
  readonly accountId: string;
  /** ms */
  readonly at: number;
  readonly score: number;
  readonly level: Level;
}

/** What the machine would have decided. */
export interface ReplayedAction extends Moment {
  readonly operation: Operation;
  /** `queued`: it would have started. */
  readonly status: string;
  /** Why it wouldn't have. */
  readonly held: string | null;
}

/** An account as the decision knows it, without what the replay finds out. */
export type ReplayedAccount = Omit<Candidate, 'level' | 'score' | 'asOf' | 'history' | 'accountId'>;

const SIGNAL_DAYS = 30;
/** While the level stays, a decision is asked for again at most so often. */
const AGAIN_MS = HOUR_MS;

/**
 * The scores of one account as its signals came, at the times that matter to a policy: a higher
 * level, or an hour later.
 *
 * @param signals in the order of time
 */
export function momentsOf(
  accountId: string,
  signals: readonly ScorableSignal[],
  settings: DetectorSettings,
): Moment[] {
  const moments: Moment[] = [];
  // Of each detector only the strongest signal counts, so weaker older ones can be forgotten.
  let open: ScorableSignal[] = [];
  for (const signal of signals) {
    open = open.filter(
      ({ at, detector, confidence }) =>
        signal.at - at < SIGNAL_DAYS * DAY_MS &&
        (detector !== signal.detector || confidence > signal.confidence),
    );
    open.push(signal);
    const { score } = explain({ signals: open, settings, asOf: signal.at });
    const level = levelOf(score);
    const last = moments.at(-1);
    const isHigher = last === undefined || LEVELS.indexOf(level) > LEVELS.indexOf(last.level);
    if (level !== 'low' && (isHigher || signal.at - last.at >= AGAIN_MS))
      moments.push({ accountId, at: signal.at, score, level });
  }
  return moments;
}

/**
 * What the policy would have made of the moments, one after the other, each with what it had made
 * of those before: cooling-off, hourly cap and share of a directory hold as they do live. The
 * canary and the stop switch don't: what they let through depends on people.
 *
 * @param sizes accounts by directory
 * @param administrators active ones by directory
 */
export function decideMoments(
  moments: readonly Moment[],
  policy: ResponsePolicy,
  accounts: ReadonlyMap<string, ReplayedAccount>,
  sizes: ReadonlyMap<string, number>,
  administrators: ReadonlyMap<string, ReadonlySet<string>>,
): ReplayedAction[] {
  const done: ReplayedAction[] = [];
  const history = new Map<string, Map<Operation, OperationHistory>>();
  let started: (ReplayedAction & { readonly directoryId: string | undefined })[] = [];
  const inOrder = [...moments].sort((a, b) => a.at - b.at || (a.accountId < b.accountId ? -1 : 1));
  for (const moment of inOrder) {
    const { accountId, at } = moment;
    const account = accounts.get(accountId);
    if (!account) continue;
    started = started.filter((action) => at - action.at < DAY_MS);
    const own = history.get(accountId) ?? new Map<Operation, OperationHistory>();
    history.set(accountId, own);
    const asked = askedOfAll([{ ...account, ...moment, asOf: at, history: own }], policy, at);
    const directories = new Map<string, DirectoryLoad>(
      [...sizes].map(([id, size]) => [
        id,
        {
          size,
          touched: new Set(
            started.flatMap((action) => (action.directoryId === id ? action.accountId : [])),
          ),
          administrators: administrators.get(id) ?? new Set(),
        },
      ]),
    );
    const decisions = decide(asked, policy, {
      now: at,
      startedThisHour: started.filter((action) => at - action.at < HOUR_MS).length,
      stopped: false,
      canary: { kind: 'open' },
      directories,
    });
    for (const { operation, status, outcome } of decisions) {
      const starts = status === 'queued';
      own.set(operation, { lastAsked: at, ...(starts ? { lastApplied: at } : {}) });
      const action = { ...moment, operation, status, held: outcome?.code ?? null };
      done.push(action);
      if (starts && isRestrictive(operation))
        started.push({ ...action, directoryId: account.directoryId });
    }
  }
  return done;
}
