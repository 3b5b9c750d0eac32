import { DAY_MS } from '../../src/kernel/clock.js';
import { ATTACKS, type Attack } from '../simulation/act.js';
import { relationTo, type EpisodeTruth } from './truth.js';

/** A product says that somebody else uses an account. */
export interface Alarm {
  readonly account: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A ban of an address kept the owner out: that finds no thief, whoever else is about. */
  readonly hitsOwner?: boolean;
}

/** How a product did against one attack. */
export interface AttackFigures {
  readonly episodes: number;
  readonly detected: number;
  /** `detected` / `episodes`. */
  readonly recall: number;
  /** Of those detected: the attacker's sign-ins up to the alarm, the one that raised it included. */
  readonly medianSignInsUntilDetection: number | null;
  /** Of those detected: the attacker's messages that were taken before the alarm. */
  readonly medianMessagesUntilDetection: number | null;
}

/** How a product did. */
export interface ProductFigures {
  /** Alarms about an account that nobody else used, none of which came in the 24 hours before. */
  readonly falseAlarms: number;
  readonly falseAlarmsPer1000AccountDays: number;
  readonly attacks: Readonly<Partial<Record<Attack, AttackFigures>>>;
}

/** The verdict on a product's alarms, and what there is to look into. */
export interface Judgement {
  readonly figures: ProductFigures;
  readonly missed: readonly EpisodeTruth[];
  readonly falseAlarms: readonly Alarm[];
}

/**
 * Compares alarms with the truth. An episode is detected by an alarm about its account between its
 * first sign-in and an hour after its last. An alarm about an account that nobody else used in the
 * week before is false, and so is one that keeps the owner out; until a day without any has gone by, further ones belong to it.
 */
export function judge(
  alarms: readonly Alarm[],
  episodes: readonly EpisodeTruth[],
  accountDays: number,
): Judgement {
  const byAccount = byAccountOf(alarms);
  const found = episodes.map((episode) => ({
    episode,
    at: firstDetection(byAccount.get(episode.account) ?? [], episode),
  }));
  const falseAlarms = falseOnes(alarms, episodes);
  const attacks = ATTACKS.flatMap((attack) => {
    const ofAttack = found.filter(({ episode }) => episode.attack === attack);
    return ofAttack.length === 0 ? [] : [[attack, figuresOf(ofAttack)] as const];
  });
  return {
    figures: {
      falseAlarms: falseAlarms.length,
      falseAlarmsPer1000AccountDays: (1_000 * falseAlarms.length) / accountDays,
      attacks: Object.fromEntries(attacks),
    },
    missed: found.filter(({ at }) => at === undefined).map(({ episode }) => episode),
    falseAlarms,
  };
}

interface Found {
  readonly episode: EpisodeTruth;
  readonly at: number | undefined;
}

function firstDetection(alarms: readonly Alarm[], episode: EpisodeTruth): number | undefined {
  const times = alarms
    .filter(({ at, hitsOwner }) => !hitsOwner && relationTo(episode, at) === 'detects')
    .map(({ at }) => at);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** The first of each run of them. */
function falseOnes(alarms: readonly Alarm[], episodes: readonly EpisodeTruth[]): readonly Alarm[] {
  const ofEpisodes = byAccountOf(episodes);
  return [...byAccountOf(alarms)].flatMap(([account, ofAccount]) => {
    const related = ofEpisodes.get(account) ?? [];
    const sorted = ofAccount.toSorted((a, b) => a.at - b.at);
    return sorted.filter(({ at, hitsOwner }, index) => {
      const before = sorted[index - 1];
      if (before !== undefined && at - before.at < DAY_MS) return false;
      return hitsOwner || related.every((episode) => relationTo(episode, at) === 'unrelated');
    });
  });
}

function figuresOf(found: readonly Found[]): AttackFigures {
  const detected = found.flatMap(({ episode, at }) => (at === undefined ? [] : [{ episode, at }]));
  const until = (times: readonly number[], at: number): number =>
    times.filter((time) => time <= at).length;
  return {
    episodes: found.length,
    detected: detected.length,
    recall: detected.length / found.length,
    medianSignInsUntilDetection: median(
      detected.map(({ episode, at }) => until(episode.signIns, at)),
    ),
    medianMessagesUntilDetection: median(
      detected.map(({ episode, at }) => until(episode.messages, at)),
    ),
  };
}

function byAccountOf<T extends { readonly account: string }>(
  all: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(one.account);
    if (group) group.push(one);
    else groups.set(one.account, [one]);
  }
  return groups;
}

/** Null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
