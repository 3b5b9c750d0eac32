import type { Random } from '../../../samples/random.js';
import type { AddressLevels, SignInFeatures } from './sign-in-counts.js';

/**
 * The attackers of Wiefling et al. 2022, who know more and more of their victim. What each one does
 * is written down here as understood from the authors' earlier work, as the paper wasn't at hand:
 *
 * - `naive`: an address in another country, a client that is popular;
 * - `vpn`: an address in the victim's country, a client that is popular;
 * - `targeted`: an address in the victim's town, the client that the victim used last;
 * - `very-targeted`: in a data set with known takeovers, those; in the simulation an address of the
 *   victim's own provider in the victim's own neighbourhood, and the client that he used last.
 *
 * None of them has an address that the victim signed in from.
 */
export const ATTACKERS = ['naive', 'vpn', 'targeted', 'very-targeted'] as const;

export type Attacker = (typeof ATTACKERS)[number];

/** What an attacker may know of a victim: the sign-in before. */
export interface Known {
  readonly features: SignInFeatures;
  /** Country and town; the attackers take "near" from it. */
  readonly town: string;
}

const KEPT_OF_TOWN = 24;
const KEPT_OF_COUNTRY = 512;
const KEPT_OF_ALL = 4_096;
/** So often an address is drawn that isn't to be the victim's own. */
const DRAWS = 8;

/** What {@link Surroundings} needs. */
export interface World {
  readonly random: Random;
  /** An address anywhere in the world; without it those of everybody's sign-ins serve. */
  readonly anywhere?: () => AddressLevels;
}

/** Keeps a fair sample of what everybody's sign-ins had, by country and by town. */
export class Surroundings {
  private readonly everybody = new Sample<SignInFeatures>(KEPT_OF_ALL);
  private readonly byCountry = new Map<string, Sample<AddressLevels>>();
  private readonly byTown = new Map<string, Sample<AddressLevels>>();

  constructor(private readonly world: World) {}

  learn({ features, town }: Known): void {
    const { random } = this.world;
    this.everybody.offer(features, random);
    sampleOf(this.byCountry, features.address[2], KEPT_OF_COUNTRY).offer(features.address, random);
    sampleOf(this.byTown, town, KEPT_OF_TOWN).offer(features.address, random);
  }

  /**
   * @param isOwn whether the victim signed in from an address
   * @returns undefined while too little is known to attack
   */
  attack(
    attacker: Attacker,
    { features, town }: Known,
    isOwn: (address: string) => boolean,
  ): SignInFeatures | undefined {
    const { random } = this.world;
    const [own, provider, country] = features.address;
    if (attacker === 'very-targeted')
      return { address: [`${own}, next door`, provider, country], client: features.client };
    const address = this.drawAddress(attacker, { country, town }, isOwn);
    const client = attacker === 'targeted' ? features.client : this.everybody.draw(random)?.client;
    return address && client && { address, client };
  }

  private drawAddress(
    attacker: 'naive' | 'vpn' | 'targeted',
    { country, town }: { readonly country: string; readonly town: string },
    isOwn: (address: string) => boolean,
  ): AddressLevels | undefined {
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const address = this.draw(attacker, country, town);
      const isWrong = attacker === 'naive' && address?.[2] === country;
      if (address !== undefined && !isWrong && !isOwn(address[0])) return address;
    }
    return undefined;
  }

  private draw(
    attacker: 'naive' | 'vpn' | 'targeted',
    country: string,
    town: string,
  ): AddressLevels | undefined {
    const { random, anywhere } = this.world;
    switch (attacker) {
      case 'naive':
        return anywhere?.() ?? this.everybody.draw(random)?.address;
      case 'vpn':
        return this.byCountry.get(country)?.draw(random);
      case 'targeted':
        return this.byTown.get(town)?.draw(random);
    }
  }
}

function sampleOf<T>(samples: Map<string, Sample<T>>, key: string, size: number): Sample<T> {
  const known = samples.get(key) ?? new Sample<T>(size);
  samples.set(key, known);
  return known;
}

/** Vitter's algorithm R: each of those offered is kept with the same probability. */
class Sample<T> {
  private readonly kept: T[] = [];
  private offered = 0;

  constructor(private readonly size: number) {}

  offer(one: T, random: Random): void {
    this.offered += 1;
    if (this.kept.length < this.size) this.kept.push(one);
    else {
      const place = random.whole(0, this.offered - 1);
      if (place < this.size) this.kept[place] = one;
    }
  }

  draw(random: Random): T | undefined {
    return this.kept[random.whole(0, this.kept.length - 1)];
  }
}
