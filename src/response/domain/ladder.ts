import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import { type Level, LEVELS } from '../../risk/domain/level.js';
import type { Operation } from './operation.js';
import type { ResponsePolicy, Rule } from './response-policy.js';

/** What was done about an account before, of one operation. Times in ms. */
export interface OperationHistory {
  /** When it was last asked for, whatever became of it. */
  readonly lastAsked: number;
  /** When it was last applied and not taken back. */
  readonly lastApplied?: number | undefined;
}

/** What an account's place on the ladders depends on. */
export interface Climber {
  readonly level: Level;
  /** Time of the newest signal, ms: only what was seen after a step is a return. */
  readonly asOf: number;
  readonly history: ReadonlyMap<Operation, OperationHistory>;
}

/** What the rules ask for now: of each rule whose level is reached, the step that is due. */
export function askedOf(
  climber: Climber,
  { rules, repeatAfterHours }: Pick<ResponsePolicy, 'rules' | 'repeatAfterHours'>,
  nowMs: number,
): Set<Operation> {
  const reached = LEVELS.indexOf(climber.level);
  const operations = new Set<Operation>();
  for (const rule of rules) {
    if (LEVELS.indexOf(rule.level) > reached) continue;
    const operation = stepDue(rule, climber, nowMs);
    const last = climber.history.get(operation)?.lastAsked;
    if (last === undefined || nowMs - last >= repeatAfterHours * HOUR_MS) operations.add(operation);
  }
  return operations;
}

/** The step that follows the last one that was applied and didn't help. */
function stepDue({ do: first, again }: Rule, climber: Climber, nowMs: number): Operation {
  let due: Operation = first;
  for (const { do: next, withinDays, afterHours } of again) {
    const applied = climber.history.get(due)?.lastApplied;
    if (applied === undefined) break;
    const isReturn =
      climber.asOf >= applied + afterHours * HOUR_MS && nowMs - applied <= withinDays * DAY_MS;
    if (!isReturn) break;
    due = next;
  }
  return due;
}
