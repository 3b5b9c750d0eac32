import { inventedName } from '../../../samples/invented-names.js';
import { seededRandom, type Random } from '../../../samples/random.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/kernel/clock.js';
import type { Act } from '../act.js';
import { hostIn, hostOf } from '../addresses.js';
import { spam } from '../mail.js';
import { DOMAIN } from '../site.js';
import { beginning, botAct, botSignIn, endOf, type Ground, type Victim } from './attack-plan.js';

/** Names that every attacker tries. */
const DICTIONARY = [
  ...(['admin', 'test', 'root', 'postmaster', 'webmaster', 'user', 'backup', 'scan'] as const),
  ...(['fax', 'guest', 'mail', 'office', 'info', 'sales', 'support', 'contact'] as const),
  ...(['accounts', 'hr', 'service', 'noreply', 'marketing', 'web', 'demo', 'student'] as const),
] as const;

/**
 * Password spraying: a few common passwords on many names. Half of the victims fall to a few rented
 * machines that try hundreds of names each; the other half to many that try six to ten each.
 */
export function spraying(ground: Ground, victims: readonly Victim[]): readonly Act[] {
  const half = Math.ceil(victims.length / 2);
  return [
    ...campaign(ground, victims.slice(0, half), { name: 'few', sources: 4, tries: 250 }),
    ...campaign(ground, victims.slice(half), { name: 'many', sources: 80, tries: 8 }),
    // One that finds nothing.
    ...campaign(ground, [], { name: 'vain', sources: 3, tries: 300 }),
  ];
}

interface Spray {
  readonly name: string;
  readonly sources: number;
  readonly tries: number;
}

function campaign(ground: Ground, victims: readonly Victim[], spray: Spray): readonly Act[] {
  const random = seededRandom(ground.seed, `simulation/spraying/${spray.name}`);
  const begins = beginning(ground, 4, random);
  const sources = Array.from({ length: spray.sources }, () =>
    spray.sources > 10
      ? hostOf(ground.site.geography.anywhere(random), random)
      : hostIn(random.pick(ground.site.hosting), random),
  );
  const spanMs = 20 * HOUR_MS;
  const failures = sources.flatMap((source) =>
    Array.from({ length: spray.tries }, (_, turn) =>
      attempt(ground, begins + random.fraction() * spanMs, source, `common/${turn % 3}`, random),
    ),
  );
  const hits = victims.flatMap((victim) => {
    // Somewhere in the middle: neither the first nor the last name of the list.
    const at = begins + (0.2 + random.fraction() * 0.8) * spanMs;
    const source = sources[random.whole(0, sources.length - 1)] ?? '';
    return [botSignIn(victim, at, source, random), ...abuse(ground, victim, at, random)];
  });
  return [...failures, ...hits].filter(({ at }) => at < endOf(ground));
}

/** Stuffing of leaked name and password pairs: many sources, most with three tries, one a name. */
export function stuffing(ground: Ground, victims: readonly Victim[]): readonly Act[] {
  const random = seededRandom(ground.seed, 'simulation/stuffing');
  const begins = beginning(ground, 5, random);
  const spanMs = 2 * DAY_MS;
  const count = Math.round(ground.people.length * 0.9) + victims.length;
  const sources = Array.from({ length: Math.ceil(count / 3) }, () =>
    hostOf(ground.site.geography.anywhere(random), random),
  );
  const source = (): string => sources[random.whole(0, sources.length - 1)] ?? '';
  const failures = Array.from({ length: count }, (_, turn) =>
    attempt(ground, begins + random.fraction() * spanMs, source(), `leaked/${turn}`, random),
  );
  const hits = victims.flatMap((victim) => {
    const at = begins + (0.05 + random.fraction() * 0.95) * spanMs;
    return [botSignIn(victim, at, source(), random), ...abuse(ground, victim, at, random)];
  });
  return [...failures, ...hits].filter(({ at }) => at < endOf(ground));
}

/** Guessing at one name from many addresses for days, in vain. */
export function guessingInVain(ground: Ground): readonly Act[] {
  const count = Math.max(1, Math.round(ground.people.length * 0.003));
  const targets = seededRandom(ground.seed, 'simulation/targets')
    .shuffled(ground.people.filter(({ kind }) => kind === 'roaming' || kind === 'office'))
    .slice(0, count);
  return targets.flatMap((person, turn) => {
    const random = seededRandom(ground.seed, `simulation/in-vain/${turn}`);
    const begins = beginning(ground, 6, random);
    return Array.from({ length: 5 * 40 }, (_, ordinal) => ({
      ...failure(
        person.login,
        begins + random.fraction() * 5 * DAY_MS,
        hostOf(ground.site.geography.anywhere(random), random),
        random,
      ),
      password: `guess/${ordinal}`,
    })).filter(({ at }) => at < endOf(ground));
  });
}

/** What knocks at every server of the internet, on one day: dictionary names from anywhere. */
export function backgroundGuessing(ground: Ground, day: number): readonly Act[] {
  const random = seededRandom(ground.seed, `simulation/background/${day}`);
  const begin = ground.start + day * DAY_MS;
  const sources = Array.from({ length: 40 }, () =>
    hostOf(ground.site.geography.anywhere(random), random),
  );
  return Array.from({ length: 900 }, (_, turn) => ({
    ...failure(
      `${random.pick(DICTIONARY)}@${DOMAIN}`,
      begin + Math.floor(random.fraction() * DAY_MS),
      sources[random.whole(0, sources.length - 1)] ?? '',
      random,
    ),
    password: `dictionary/${day}/${turn}`,
  })).map((act) => ({ ...act, reason: known(ground, act.account) }));
}

/** The account's use after the password was found: within hours, by other machines. */
function abuse(ground: Ground, victim: Victim, found: number, random: Random): readonly Act[] {
  const machines = Array.from({ length: random.whole(3, 12) }, () =>
    hostOf(ground.site.geography.anywhere(random), random),
  );
  const acts: Act[] = [];
  let at = found + (0.5 + random.fraction() * 10) * HOUR_MS;
  for (let left = random.whole(6, 30); left > 0; left -= 1) {
    const address = machines[random.whole(0, machines.length - 1)] ?? '';
    const mail = spam(victim.person.login, { recipients: random.whole(1, 10), dead: 0.3 }, random);
    acts.push({ ...botAct(victim, at, address, random), kind: 'message', message: mail });
    at += random.whole(2, 20) * MINUTE_MS;
  }
  return acts;
}

/** Half of the names tried are those of accounts. */
function attempt(
  ground: Ground,
  at: number,
  address: string,
  password: string,
  random: Random,
): Act {
  const { people } = ground;
  const someone = people[random.whole(0, people.length - 1)]?.login ?? '';
  const account = random.chance(0.5)
    ? someone
    : random.chance(0.3)
      ? `${random.pick(DICTIONARY)}@${DOMAIN}`
      : `${inventedName(random)}.${inventedName(random)}@${DOMAIN}`.toLowerCase();
  const reason = known(ground, account);
  return { ...failure(account, at, address, random), password, reason };
}

const KNOWN = new WeakMap<Ground, ReadonlySet<string>>();

function known(ground: Ground, account: string): 'bad-password' | 'unknown-account' {
  const logins = KNOWN.get(ground) ?? new Set(ground.people.map(({ login }) => login));
  KNOWN.set(ground, logins);
  return logins.has(account) ? 'bad-password' : 'unknown-account';
}

function failure(account: string, at: number, address: string, random: Random): Act {
  return {
    at: Math.floor(at),
    account,
    address,
    protocol: random.chance(0.6) ? 'smtp' : 'imap',
    mechanism: 'LOGIN',
    helo: 'User',
    kind: 'failure',
    reason: 'bad-password',
  };
}
