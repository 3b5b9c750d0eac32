import type { Happening, HappeningKind } from '../../kernel/happening.js';
import { type Level, LEVELS } from '../../risk/domain/level.js';

/** Whom to tell of what, how often. */
export interface Alert {
  readonly id: string;
  readonly name: string;
  readonly kinds: readonly HappeningKind[];
  /** Of changes of level: the lowest one that is told. */
  readonly level: Level;
  /** A mail address, or else a webhook. */
  readonly mailTo: string | undefined;
  readonly webhookId: string | undefined;
  /** What happens within this time of the first is one message. */
  readonly groupMinutes: number;
  /** Messages an hour at most; what comes meanwhile waits for the next one. */
  readonly perHour: number;
  /** Until then nothing is told, and not later either. */
  readonly silencedUntil: Date | undefined;
  readonly enabled: boolean;
}

/** What is waiting for an alert. */
export interface Waiting {
  readonly oldestAt: Date | undefined;
  /** Messages within the last hour. */
  readonly sentThisHour: number;
}

/** Whether an alert is about a happening. A level that falls alarms nobody. */
export function concerns({ kinds, level }: Alert, { kind, detail }: Happening): boolean {
  if (!kinds.includes(kind) || detail['dryRun'] === true) return false;
  if (kind !== 'account.level-changed') return true;
  const [from, to] = [rank(detail['from']), rank(detail['to'])];
  return to > from && to >= rank(level);
}

/** What to do about what waits: tell it now, drop it, or let more gather. */
export function due(alert: Alert, waiting: Waiting, now: Date): 'tell' | 'drop' | 'wait' {
  if (waiting.oldestAt === undefined) return 'wait';
  if (alert.silencedUntil && alert.silencedUntil > now) return 'drop';
  const isGrouped = now.getTime() - waiting.oldestAt.getTime() >= alert.groupMinutes * 60_000;
  return isGrouped && waiting.sentThisHour < alert.perHour ? 'tell' : 'wait';
}

function rank(level: unknown): number {
  return LEVELS.findIndex((each) => each === level);
}
