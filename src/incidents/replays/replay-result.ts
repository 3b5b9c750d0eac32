import type { ReplayedAction } from '../domain/replay.js';
import type { DecidedRow } from './replay.repository.js';
import type { ReplayResult } from './replay.schemas.js';

const MOST_SHOWN = 1_000;
/** Statuses of actions that no guard rail held back. */
const STARTED = new Set(['queued', 'running', 'applied', 'failed', 'undone']);

/** What would be against what was, for people and programs. */
export function resultOf(
  would: readonly ReplayedAction[],
  was: readonly DecidedRow[],
  logins: ReadonlyMap<string, string>,
): Pick<ReplayResult, 'would' | 'was' | 'difference'> {
  const loginOf = (accountId: string) => logins.get(accountId) ?? accountId;
  const wouldBe = new Set(
    would
      .filter(({ status }) => status === 'queued')
      .map(({ accountId, operation }) => `${loginOf(accountId)} ${operation}`),
  );
  const wasSo = new Set(
    was
      .filter(({ status, held }) => STARTED.has(status) || held === 'unchanged')
      .map(({ login, operation }) => `${login} ${operation}`),
  );
  const added = [...wouldBe].filter((what) => !wasSo.has(what));
  const dropped = [...wasSo].filter((what) => !wouldBe.has(what));
  return {
    would: would
      .slice(0, MOST_SHOWN)
      .map(({ accountId, operation, at, level, score, ...rest }) => ({
        accountId,
        login: loginOf(accountId),
        do: operation,
        at: new Date(at).toISOString(),
        level,
        score,
        status: rest.status,
        held: rest.held,
      })),
    was: was.slice(0, MOST_SHOWN).map((row) => ({
      accountId: row.account_id,
      login: row.login,
      do: row.operation,
      at: row.at.toISOString(),
      level: row.level,
      score: row.score,
      status: row.status,
      held: STARTED.has(row.status) ? null : row.held,
    })),
    difference: {
      added: added.slice(0, MOST_SHOWN),
      dropped: dropped.slice(0, MOST_SHOWN),
      wouldCount: wouldBe.size,
      wasCount: wasSo.size,
      both: wouldBe.size - added.length,
    },
  };
}
