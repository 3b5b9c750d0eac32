import { inventedName } from '../../../samples/invented-names.js';
import { seededRandom, type Random } from '../../../samples/random.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/kernel/clock.js';
import type { Act } from '../act.js';
import { hostOf } from '../addresses.js';
import { spam } from '../mail.js';
import { DOMAIN, type Site } from '../site.js';
import { beginning, botAct, botSignIn, endOf, type Ground, type Victim } from './attack-plan.js';

const CAMPAIGNS = 2;
/** Share of the case's spam that came in the account's own name. */
const OWN_NAME = 0.15;
/** Addresses of a spammer's list that are gone. */
const DEAD = 0.25;

/**
 * The case: stolen passwords are tried from anywhere in the world, up to 48 hours later each account
 * sends from another machine every minute or so, most often in an invented name of the domain.
 */
export function botnet(ground: Ground, victims: readonly Victim[]): readonly Act[] {
  return Array.from({ length: CAMPAIGNS }, (_, turn) => {
    const members = victims.filter((_victim, index) => index % CAMPAIGNS === turn);
    const random = seededRandom(ground.seed, `simulation/botnet/${turn}`);
    const begins = beginning(ground, 4, random);
    const machines = machinesOf(ground.site, Math.max(80, 30 * members.length), random);
    return members.flatMap((victim) => takeover(victim, { begins, machines }, random));
  })
    .flat()
    .filter(({ at }) => at < endOf(ground));
}

/** After the reset the end point is still infected: days later the same again, by other machines. */
export function secondWave(
  ground: Ground,
  victims: readonly Victim[],
  firstWaves: readonly Victim[],
): readonly Act[] {
  const random = seededRandom(ground.seed, 'simulation/second-wave');
  const begins = beginning(ground, 8, random);
  const again = begins + (3 + random.fraction() * 2) * DAY_MS;
  const waves = [begins, again].map((at) => ({
    begins: at,
    machines: machinesOf(ground.site, 200, random),
  }));
  return [firstWaves, victims]
    .flatMap((members, turn) => {
      const wave = waves[turn];
      return wave === undefined ? [] : members.flatMap((one) => takeover(one, wave, random));
    })
    .filter(({ at }) => at < endOf(ground));
}

interface Wave {
  readonly begins: number;
  readonly machines: readonly string[];
}

function machinesOf(site: Site, count: number, random: Random): readonly string[] {
  return Array.from({ length: count }, () => hostOf(site.geography.anywhere(random), random));
}

function takeover(victim: Victim, { begins, machines }: Wave, random: Random): readonly Act[] {
  const machine = (): string => machines[random.whole(0, machines.length - 1)] ?? '';
  const runs = begins + Math.sqrt(random.fraction()) * 2 * DAY_MS;
  const trials = Array.from({ length: random.whole(0, 3) }, () =>
    botSignIn(victim, begins + random.fraction() * (runs - begins), machine(), random),
  );
  const acts: Act[] = [...trials];
  const meanWait = random.whole(45, 125) * 1_000;
  let at = runs;
  for (let left = random.whole(22, 58); left > 0; left -= 1) {
    acts.push(spamAct(victim, at, machine(), random));
    at += 15_000 + random.wait(meanWait);
  }
  return acts;
}

function spamAct(victim: Victim, at: number, address: string, random: Random): Act {
  const invented = `${inventedName(random)}${random.whole(10, 99)}@${DOMAIN}`.toLowerCase();
  const sender = random.chance(OWN_NAME) ? victim.person.login : invented;
  const message = spam(sender, { recipients: random.whole(1, 5), dead: DEAD }, random);
  return { ...botAct(victim, at, address, random), kind: 'message', message };
}

/** From the field: more than 132 addresses over six days, a sign-in every 10 to 60 minutes. */
export function fieldOf132(ground: Ground, victims: readonly Victim[]): readonly Act[] {
  return victims.flatMap((victim, turn) => {
    const random = seededRandom(ground.seed, `simulation/field-132/${turn}`);
    const machines = machinesOf(ground.site, 132, random);
    const acts: Act[] = [];
    let at = beginning(ground, 7, random);
    const end = Math.min(at + 6 * DAY_MS, endOf(ground));
    for (let ordinal = 0; at < end; ordinal += 1) {
      acts.push(ownNameAct(victim, at, machines[ordinal % machines.length] ?? '', random));
      at += random.whole(10, 60) * MINUTE_MS;
    }
    return acts;
  });
}

/** From the field: one account, 7,531 sign-ins from 342 addresses in 41 countries. */
export function fieldOf7531(ground: Ground, victims: readonly Victim[]): readonly Act[] {
  return victims.flatMap((victim, turn) => {
    const random = seededRandom(ground.seed, `simulation/field-7531/${turn}`);
    const { geography } = ground.site;
    const countries = geography.countries.slice(0, 41);
    const machines = Array.from({ length: 342 }, (_, index) => {
      const towns = geography.townsOf(countries[index % countries.length] ?? '');
      const town = towns[random.whole(0, Math.min(30, towns.length) - 1)];
      return town === undefined ? '' : hostOf(town, random);
    });
    const acts: Act[] = [];
    let at = beginning(ground, 6, random);
    for (let left = 7_531; left > 0 && at < endOf(ground); left -= 1) {
      acts.push(ownNameAct(victim, at, machines[random.whole(0, 341)] ?? '', random));
      at += 10_000 + random.wait((5 * DAY_MS) / 7_531 - 10_000);
    }
    return acts;
  });
}

function ownNameAct(victim: Victim, at: number, address: string, random: Random): Act {
  const message = spam(
    victim.person.login,
    { recipients: random.whole(1, 10), dead: DEAD },
    random,
  );
  return { ...botAct(victim, at, address, random), kind: 'message', message };
}

/**
 * Somebody who left long ago: from a few machines of the world, a few messages a day, for some days.
 */
export function dormantAwake(ground: Ground, victims: readonly Victim[]): readonly Act[] {
  return victims.flatMap((victim, turn) => {
    const random = seededRandom(ground.seed, `simulation/dormant/${turn}`);
    const machines = machinesOf(ground.site, 6, random);
    const acts: Act[] = [];
    let at = beginning(ground, 5, random);
    const end = Math.min(at + random.whole(2, 4) * DAY_MS, endOf(ground));
    acts.push(botSignIn(victim, at - HOUR_MS, machines[0] ?? '', random));
    for (; at < end; at += random.whole(60, 300) * MINUTE_MS)
      acts.push(ownNameAct(victim, at, machines[random.whole(0, 5)] ?? '', random));
    return acts;
  });
}
