import { z } from 'zod';
import { DAY_MS } from '../../../src/kernel/clock.js';
import type { DetectorSettings } from '../../../src/risk/domain/detector-settings.js';
import { DEFAULT_THRESHOLDS } from '../../../src/risk/domain/level.js';
import {
  contributions,
  scoreOf,
  type Contribution,
  type ScorableSignal,
} from '../../../src/risk/domain/scoring.js';
import type { Alarm } from '../judge.js';
import type { ServiceApi } from './service-api.js';

/** After so long a signal's contribution is below the last digit of a score. */
const FORGOTTEN_MS = 20 * DAY_MS;
/** Scores have two decimals. */
const SAME_SCORE = 0.011;

const Account = z.object({ id: z.string(), login: z.string(), score: z.number() });
const Signal = z.object({
  id: z.string(),
  accountId: z.string(),
  detector: z.string(),
  at: z.iso.datetime().transform((text) => Date.parse(text)),
  confidence: z.number(),
  summary: z.string(),
  suppressedBy: z.string().nullable(),
});
const Detector = z.object({
  id: z.string(),
  enabled: z.boolean(),
  weight: z.number(),
  options: z.record(z.string(), z.unknown()),
});

/** An account was at `high` or above, and what made it. */
export interface Reached extends Alarm {
  readonly score: number;
  readonly because: readonly Contribution[];
}

/** What the service found in a log. */
export interface Findings {
  /** Every signal at which an account was at `high` or above. */
  readonly alarms: readonly Reached[];
  readonly signals: number;
  /** The signals of an account, the oldest first. */
  signalsOf(login: string): readonly ScorableSignal[];
}

/**
 * Reads signals and scores over REST and finds out when each account reached `high`, by the product's
 * own scoring of its stored signals.
 *
 * @throws Error when a score that was computed again isn't the one that the service shows
 */
export async function readFindings(api: ServiceApi): Promise<Findings> {
  const settings = await readSettings(api);
  const byAccount = new Map<string, ScorableSignal[]>();
  let signals = 0;
  for await (const { accountId, suppressedBy, ...signal } of api.list('/v1/signals', Signal)) {
    signals += 1;
    if (suppressedBy !== null) continue;
    const ofAccount = byAccount.get(accountId);
    if (ofAccount) ofAccount.push(signal);
    else byAccount.set(accountId, [signal]);
  }
  const logins = new Map<string, readonly ScorableSignal[]>();
  const alarms: Reached[] = [];
  for await (const { id, login, score } of api.list('/v1/accounts', Account)) {
    const ofAccount = (byAccount.get(id) ?? []).toSorted((a, b) => a.at - b.at);
    logins.set(login, ofAccount);
    compare(login, score, ofAccount, settings);
    alarms.push(...alarmsOf(login, ofAccount, settings));
  }
  return { alarms, signals, signalsOf: (login) => logins.get(login) ?? [] };
}

/** The moments at which signals (the oldest first) lift an account to `high`, or keep it there. */
export function alarmsOf(
  account: string,
  signals: readonly ScorableSignal[],
  settings: DetectorSettings,
): readonly Reached[] {
  return signals.flatMap((signal, index) => {
    const { at } = signal;
    if (signals[index + 1]?.at === at) return [];
    const recent = signals.slice(0, index + 1).filter((one) => one.at > at - FORGOTTEN_MS);
    const because = contributions({ signals: recent, settings, asOf: at });
    const score = scoreOf(because);
    return score < DEFAULT_THRESHOLDS.high ? [] : [{ account, at, score, because }];
  });
}

async function readSettings(api: ServiceApi): Promise<DetectorSettings> {
  const settings = new Map<string, z.infer<typeof Detector>>();
  const { items } = z.object({ items: z.array(Detector) }).parse(await api.get('/v1/detectors'));
  for (const detector of items) settings.set(detector.id, detector);
  return settings;
}

/** A score falls by itself until the newest event, so what is shown may only be lower. */
function compare(
  login: string,
  shown: number,
  signals: readonly ScorableSignal[],
  settings: DetectorSettings,
): void {
  const asOf = signals.at(-1)?.at;
  if (asOf === undefined) return;
  const again = scoreOf(contributions({ signals, settings, asOf }));
  if (shown > again + SAME_SCORE)
    throw new Error(`${login} has the score ${shown}, and its signals make ${again}`);
}
