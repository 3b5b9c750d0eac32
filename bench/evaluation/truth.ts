import { DAY_MS, HOUR_MS } from '../../src/kernel/clock.js';
import type { Act, Attack, Episode } from '../simulation/act.js';
import { MESSAGE_TOLD_AFTER_MS } from '../simulation/message-told.js';

/** An alarm that comes so much (ms) after the last sign-in still counts: some rules run by the hour. */
const GRACE_MS = HOUR_MS;
/**
 * Later than that, until so much (ms) after the end, an alarm is neither in time nor false: nobody
 * gives a verdict or a new password in a simulation, so what is left of the evidence still counts.
 */
const AFTERMATH_MS = 7 * DAY_MS;

/** What an episode did, in the order of time (ms). */
export interface EpisodeTruth {
  readonly attack: Attack;
  readonly account: string;
  readonly signIns: readonly number[];
  readonly messages: readonly number[];
}

/** Collects what the attackers really did, act by act. */
export class Truth {
  private readonly done: { signIns: number[]; messages: number[] }[];

  constructor(private readonly episodes: readonly Episode[]) {
    this.done = episodes.map(() => ({ signIns: [], messages: [] }));
  }

  see({ episode, kind, at }: Act): void {
    const done = episode === undefined ? undefined : this.done[episode];
    if (done === undefined) return;
    done.signIns.push(at);
    if (kind === 'message') done.messages.push(at + MESSAGE_TOLD_AFTER_MS);
  }

  /** The episodes that have begun. */
  begun(): readonly EpisodeTruth[] {
    return this.episodes.flatMap(({ attack, account, ordinal }) => {
      const { signIns = [], messages = [] } = this.done[ordinal] ?? {};
      return signIns.length === 0 ? [] : [{ attack, account, signIns, messages }];
    });
  }
}

/** How an alarm at a time (ms) about an episode's account stands to it. */
export function relationTo(
  { signIns }: EpisodeTruth,
  at: number,
): 'detects' | 'aftermath' | 'unrelated' {
  const first = signIns[0] ?? Number.POSITIVE_INFINITY;
  const last = signIns.at(-1) ?? Number.NEGATIVE_INFINITY;
  if (at < first || at > last + AFTERMATH_MS) return 'unrelated';
  return at <= last + GRACE_MS ? 'detects' : 'aftermath';
}
