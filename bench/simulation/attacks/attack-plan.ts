import { DAY_MS, HOUR_MS } from '../../../src/kernel/clock.js';
import { seededRandom, type Random } from '../../../samples/random.js';
import { ATTACKS, type Act, type Attack, type Episode } from '../act.js';
import type { Person } from '../people.js';
import type { Site } from '../site.js';

/** What attacks are planned upon. */
export interface Ground {
  readonly seed: number;
  readonly site: Site;
  readonly people: readonly Person[];
  /** Milliseconds of the log's first moment. */
  readonly start: number;
  readonly days: number;
}

/** An account that is to fall, and the number of its episode. */
export interface Victim {
  readonly person: Person;
  readonly episode: number;
}

/** Of a thousand accounts so many fall to each attack; of the two from the field one or two do. */
const SHARE: Readonly<Record<Attack, number>> = {
  botnet: 12,
  'field-132-addresses': 1,
  'field-7531-sign-ins': 0.5,
  'slow-botnet-at-home': 8,
  'residential-nearby': 10,
  spraying: 8,
  stuffing: 10,
  'quiet-reader': 10,
  dormant: 6,
  'second-wave': 5,
};

/** Who falls to what; nobody falls to two. Those of `dormant` have left long ago. */
export function victimsOf(ground: Ground): {
  readonly episodes: readonly Episode[];
  of(attack: Attack): readonly Victim[];
} {
  const random = seededRandom(ground.seed, 'simulation/victims');
  const { people } = ground;
  const active = random.shuffled(people.filter(isActive));
  const dormant = random.shuffled(people.filter(({ kind }) => kind === 'dormant'));
  const victims = new Map<Attack, readonly Victim[]>();
  const episodes: Episode[] = [];
  let taken = 0;
  for (const attack of ATTACKS) {
    const wanted = Math.max(1, Math.round((SHARE[attack] * people.length) / 1_000));
    const chosen =
      attack === 'dormant' ? dormant.slice(0, wanted) : active.slice(taken, taken + wanted);
    if (attack !== 'dormant') taken += wanted;
    victims.set(
      attack,
      chosen.map((person) => {
        const ordinal = episodes.length;
        episodes.push({ ordinal, attack, account: person.login });
        return { person, episode: ordinal };
      }),
    );
  }
  return { episodes, of: (attack) => victims.get(attack) ?? [] };
}

function isActive({ kind, since }: Person): boolean {
  return since === 0 && ['office', 'roaming', 'home', 'occasional'].includes(kind);
}

/** A moment (ms) at which an attack begins: not in the first third, and with `room` days left. */
export function beginning({ start, days }: Ground, room: number, random: Random): number {
  const earliest = Math.ceil(days * 0.35);
  const latest = Math.max(earliest, days - room - 1);
  const day = random.whole(earliest, latest);
  return start + day * DAY_MS + Math.floor(random.fraction() * DAY_MS);
}

/** The log's last moment (ms): what comes later isn't in it. */
export function endOf({ start, days }: Ground): number {
  return start + days * DAY_MS - HOUR_MS;
}

/** The parts that every act of an attacker's program has in common. */
export function botAct(
  { person, episode }: Victim,
  at: number,
  address: string,
  random: Random,
): Omit<Act, 'kind'> {
  return {
    at: Math.floor(at),
    account: person.login,
    address,
    protocol: 'smtp',
    mechanism: random.chance(0.7) ? 'LOGIN' : 'PLAIN',
    helo: random.chance(0.5) ? `[${address}]` : `win-${random.whole(1_000, 99_999)}`,
    episode,
  };
}

/** Opening the mailbox. */
export function botSignIn(victim: Victim, at: number, address: string, random: Random): Act {
  const protocol = random.chance(0.8) ? 'imap' : 'pop3';
  return { ...botAct(victim, at, address, random), protocol, kind: 'sign-in' };
}
