import { distanceKm } from '../../src/kernel/geo.js';
import { seededRandom, type Random } from '../../samples/random.js';
import { hostOf, providerOf } from './addresses.js';
import type { Town } from './geography.js';
import type { Person } from './people.js';
import type { Pool, Site } from './site.js';

/** A time away from home and office; days count from the log's first. */
export interface Journey {
  /** Abroad or in another town, for work or not; `offline` signs in nowhere. */
  readonly kind: 'business' | 'holiday' | 'conference' | 'offline';
  readonly firstDay: number;
  /** Included. */
  readonly lastDay: number;
  /** Hour (UTC) of arrival on the first day, and of leaving on the last. */
  readonly arrives: number;
  readonly leaves: number;
  /** How long the way there, or back, takes; within the day. */
  readonly travelHours: number;
  /** The address that the hotel or the meeting place shares among its guests. */
  readonly hotel: string;
  /** Mobile network of a local card; without one the phone leaves by the carrier at home. */
  readonly localMobile: Pool | undefined;
  /** The mail program at the desk goes on polling. */
  readonly desktopRuns: boolean;
}

/** A meeting that many go to at once. */
export interface Conference {
  readonly town: Town;
  readonly hotel: string;
  readonly firstDay: number;
}

/** The one of a log: abroad, in the second half. */
export function conferenceOf(seed: number, days: number, site: Site): Conference {
  const random = seededRandom(seed, 'simulation/conference');
  const town = abroad(site, random);
  return {
    town,
    hotel: hostOf(town, random),
    firstDay: Math.min(days - 1, random.whole(Math.floor(days / 2), Math.max(1, days - 4))),
  };
}

/** Where somebody is away during the log: most people never are, a few twice. */
export function journeysOf(
  person: Person,
  { seed, days, site, conference }: JourneyPlan,
): readonly Journey[] {
  const random = seededRandom(seed, `simulation/journeys/${person.index}`);
  const weeks = days / 7;
  const journeys: Journey[] = [];
  const often = person.kind === 'roaming' ? 0.09 : 0.025;
  if (random.chance(0.012)) journeys.push(attending(conference, site, random));
  if (random.chance(often * weeks)) journeys.push(business(site, days, random));
  if (random.chance(0.035 * weeks)) journeys.push(holiday(site, days, random));
  // Nobody is in two places: of two that overlap the earlier counts.
  const sorted = journeys.toSorted((a, b) => a.firstDay - b.firstDay);
  return sorted.filter((journey, at) => {
    const before = sorted[at - 1];
    return before === undefined || before.lastDay < journey.firstDay;
  });
}

/** What journeys are made from. */
export interface JourneyPlan {
  readonly seed: number;
  readonly days: number;
  readonly site: Site;
  readonly conference: Conference;
}

function attending({ hotel, town, firstDay }: Conference, site: Site, random: Random): Journey {
  return {
    kind: 'conference',
    firstDay,
    lastDay: firstDay + 2,
    ...hours(site, town, random),
    hotel,
    localMobile: undefined,
    desktopRuns: random.chance(0.3),
  };
}

function business(site: Site, days: number, random: Random): Journey {
  const firstDay = random.whole(0, days - 1);
  const town = random.chance(0.5) ? abroad(site, random) : random.pick(site.countryTowns);
  return {
    kind: 'business',
    firstDay,
    lastDay: firstDay + random.whole(0, 3),
    ...hours(site, town, random),
    hotel: hostOf(town, random),
    localMobile: undefined,
    desktopRuns: random.chance(0.3),
  };
}

function holiday(site: Site, days: number, random: Random): Journey {
  const firstDay = random.whole(0, days - 1);
  const town = random.chance(0.6) ? abroad(site, random) : random.pick(site.countryTowns);
  return {
    kind: random.chance(0.35) ? 'offline' : 'holiday',
    firstDay,
    lastDay: firstDay + random.whole(2, 13),
    ...hours(site, town, random),
    hotel: hostOf(town, random),
    localMobile: random.chance(0.25) ? providerOf(town, random, 3) : undefined,
    desktopRuns: random.chance(0.2),
  };
}

/** Three hours for the ways to and from trains and planes, and 800 km an hour between them. */
function hours(
  site: Site,
  town: Town,
  random: Random,
): Pick<Journey, 'arrives' | 'leaves' | 'travelHours'> {
  const travelHours = Math.min(18, 3 + distanceKm(site.towns[0], town) / 800);
  return {
    travelHours,
    arrives: Math.max(random.whole(10, 20), Math.min(22, travelHours + 4)),
    leaves: Math.min(random.whole(6, 15), 23 - travelHours),
  };
}

function abroad(site: Site, random: Random): Town {
  for (;;) {
    const town = site.geography.anywhere(random);
    if (town.country !== site.country) return town;
  }
}
