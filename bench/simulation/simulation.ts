import { DAY_MS } from '../../src/kernel/clock.js';
import { seededRandom } from '../../samples/random.js';
import type { Act, Episode } from './act.js';
import { type Ground, victimsOf } from './attacks/attack-plan.js';
import { botnet, dormantAwake, fieldOf132, fieldOf7531, secondWave } from './attacks/botnet.js';
import { backgroundGuessing, guessingInVain, spraying, stuffing } from './attacks/guessing.js';
import { quietReader, residentialNearby, slowBotnetAtHome } from './attacks/quiet.js';
import { honestDay } from './day.js';
import { openGeography, type Geography } from './geography.js';
import { conferenceOf, journeysOf } from './journeys.js';
import { linesOf, type TimedText } from './log-writer.js';
import { peopleOf, type Person } from './people.js';
import { siteOf, type Site } from './site.js';
import { changeOn } from './stale-passwords.js';

/** What is simulated; the same order gives the same log. */
export interface Order {
  readonly seed: number;
  readonly accounts: number;
  readonly days: number;
}

/** A Monday. */
const START = Date.UTC(2026, 2, 2);

/** A day of the log: its lines in the order of time, and beside them what really happened. */
export interface SimulatedDay {
  readonly day: number;
  /** In the order of time. */
  readonly acts: readonly Act[];
  readonly lines: readonly string[];
}

/** A mail site, its people and its attackers. */
export interface Simulation {
  readonly order: Order;
  readonly site: Site;
  readonly people: readonly Person[];
  /** Who fell to what: the truth that no log tells. */
  readonly episodes: readonly Episode[];
  /** Milliseconds of the first moment. */
  readonly start: number;
  /** Makes the log, a day at a time. */
  run(): Generator<SimulatedDay>;
}

/** Plans a simulation. Nothing is made before it runs. */
export function simulate(order: Order, geography: Geography = openGeography()): Simulation {
  const { seed, accounts, days } = order;
  const site = siteOf(seed, geography);
  const people = peopleOf(seed, accounts, days, site);
  const ground: Ground = { seed, site, people, start: START, days };
  const victims = victimsOf(ground);
  const secondWaves = victims.of('second-wave');
  // What the second wave follows is a takeover like any other.
  const episodes = [...victims.episodes];
  const firstWaves = secondWaves.map(({ person }) => {
    const ordinal = episodes.length;
    episodes.push({ ordinal, attack: 'botnet', account: person.login });
    return { person, episode: ordinal };
  });
  const attacks = (): readonly Act[] => [
    ...botnet(ground, victims.of('botnet')),
    ...fieldOf132(ground, victims.of('field-132-addresses')),
    ...fieldOf7531(ground, victims.of('field-7531-sign-ins')),
    ...slowBotnetAtHome(ground, victims.of('slow-botnet-at-home')),
    ...residentialNearby(ground, victims.of('residential-nearby')),
    ...spraying(ground, victims.of('spraying')),
    ...stuffing(ground, victims.of('stuffing')),
    ...quietReader(ground, victims.of('quiet-reader')),
    ...dormantAwake(ground, victims.of('dormant')),
    ...secondWave(ground, secondWaves, firstWaves),
    ...guessingInVain(ground),
  ];
  return {
    order,
    site,
    people,
    episodes,
    start: START,
    run: () => daysOf(ground, attacks()),
  };
}

function* daysOf(ground: Ground, attacks: readonly Act[]): Generator<SimulatedDay> {
  const { seed, site, people, start, days } = ground;
  const conference = conferenceOf(seed, days, site);
  const logins = people.map(({ login }) => login);
  const journeys = people.map((person) => journeysOf(person, { seed, days, site, conference }));
  const branchMovesOn = Math.floor(days * 0.6);
  let laterActs: readonly Act[] = attacks;
  let laterLines: readonly TimedText[] = [];
  for (let day = 0; day < days; day += 1) {
    const honest = people.flatMap((person, index) => {
      const journey = journeys[index]?.find((j) => j.firstDay <= day && day <= j.lastDay);
      const change = changeOn(person, day, { seed, start, days });
      return honestDay({ seed, site, person, day, start, journey, branchMovesOn, logins, change });
    });
    const end = day === days - 1 ? Number.POSITIVE_INFINITY : start + (day + 1) * DAY_MS;
    const [acts, waiting] = parted(
      [...laterActs, ...honest, ...backgroundGuessing(ground, day)],
      end,
    );
    const sorted = acts.sort((a, b) => a.at - b.at);
    const random = seededRandom(seed, `simulation/lines/${day}`);
    const [lines, waitingLines] = parted(
      [...laterLines, ...sorted.flatMap((act) => linesOf(act, random))],
      end,
    );
    laterActs = waiting;
    laterLines = waitingLines;
    yield { day, acts: sorted, lines: lines.sort((a, b) => a.at - b.at).map(({ text }) => text) };
  }
}

/** Those before the time, and the others. */
function parted<T extends { readonly at: number }>(
  all: readonly T[],
  end: number,
): readonly [T[], T[]] {
  const before: T[] = [];
  const after: T[] = [];
  for (const one of all) (one.at < end ? before : after).push(one);
  return [before, after];
}
