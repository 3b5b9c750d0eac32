import { seededRandom, type Random } from '../../../samples/random.js';
import { DAY_MS, HOUR_MS } from '../../../src/kernel/clock.js';
import type { Act } from '../act.js';
import { hostIn, hostOf, providerOf } from '../addresses.js';
import { spam } from '../mail.js';
import type { Site } from '../site.js';
import { beginning, botAct, botSignIn, endOf, type Ground, type Victim } from './attack-plan.js';

/** Bought lists of people who are near: fewer addresses are gone. */
const DEAD = 0.15;

/**
 * A slow botnet in the victim's own country: one sign-in in one to four hours, day and night, each
 * from a home in another town, with a message or two in the account's own name.
 */
export function slowBotnetAtHome(ground: Ground, victims: readonly Victim[]): readonly Act[] {
  return victims.flatMap((victim, turn) => {
    const random = seededRandom(ground.seed, `simulation/slow/${turn}`);
    const acts: Act[] = [];
    let at = beginning(ground, 7, random);
    const end = Math.min(at + random.whole(4, 6) * DAY_MS, endOf(ground));
    for (; at < end; at += (1 + random.fraction() * 3) * HOUR_MS) {
      const address = hostOf(random.pick(ground.site.countryTowns), random);
      for (let left = random.whole(1, 2); left > 0; left -= 1)
        acts.push(mail(victim, at + left * 9_000, address, random.whole(1, 10), random));
    }
    return acts;
  });
}

/**
 * Residential proxies in the victim's own town: four to ten sessions a day in waking hours, each
 * from another home; the mailbox is read, and now and then a few people get mail.
 */
export function residentialNearby(ground: Ground, victims: readonly Victim[]): readonly Act[] {
  return victims.flatMap((victim, turn) => {
    const random = seededRandom(ground.seed, `simulation/residential/${turn}`);
    const { town } = victim.person.home;
    const begins = beginning(ground, 6, random);
    const days = random.whole(3, 6);
    return Array.from({ length: days }, (_, day) =>
      Array.from({ length: random.whole(4, 10) }, () => {
        const hour = 7 + random.fraction() * 16 - ground.site.utcOffsetHours;
        const midnight = Math.floor(begins / DAY_MS) * DAY_MS;
        const at = midnight + (day + 1) * DAY_MS + hour * HOUR_MS;
        const address = hostOf(town, random);
        return random.chance(0.5)
          ? botSignIn(victim, at, address, random)
          : mail(victim, at, address, random.whole(1, 5), random);
      }),
    )
      .flat()
      .filter(({ at }) => at < endOf(ground));
  });
}

/**
 * Somebody reads the mailbox, two to eight times a day for a week or so, from one or two places, and
 * sends nothing.
 */
export function quietReader(ground: Ground, victims: readonly Victim[]): readonly Act[] {
  return victims.flatMap((victim, turn) => {
    const random = seededRandom(ground.seed, `simulation/quiet/${turn}`);
    const addresses = readersPlaces(ground.site, random);
    const begins = beginning(ground, 9, random);
    const days = random.whole(5, 8);
    const wakes = random.whole(0, 12);
    return Array.from({ length: days }, (_, day) =>
      Array.from({ length: random.whole(2, 8) }, () => {
        const at = begins + day * DAY_MS + (wakes + random.fraction() * 12) * HOUR_MS;
        return botSignIn(victim, at, random.pick(addresses), random);
      }),
    )
      .flat()
      .filter(({ at }) => at < endOf(ground));
  });
}

/** Half rent a machine or a VPN's exit anywhere, a quarter one in the country; a quarter sit abroad. */
function readersPlaces(site: Site, random: Random): readonly [string, ...string[]] {
  const draw = random.fraction();
  if (draw < 0.25) {
    const home = hostIn(providerOf(site.geography.anywhere(random), random, 2), random);
    return [home];
  }
  if (draw < 0.5) return [hostOf(random.pick(site.countryTowns), random)];
  const pool = random.pick(random.chance(0.5) ? site.hosting : site.vpnExits);
  return [hostIn(pool, random), hostIn(pool, random)];
}

function mail(
  victim: Victim,
  at: number,
  address: string,
  recipients: number,
  random: Random,
): Act {
  const message = spam(victim.person.login, { recipients, dead: DEAD }, random);
  return { ...botAct(victim, at, address, random), kind: 'message', message };
}
