import type { Random } from '../../../samples/random.js';
import type { AddressLevels, ClientLevels, SignInFeatures } from './sign-in-counts.js';

/**
 * The attackers of Wiefling et al. 2022, who know more and more of their victim. What each one does
 * is written down here as understood from the authors' earlier work, as the paper wasn't at hand:
 *
 * - `naive`: an address from anywhere, a client that is popular;
 * - `vpn`: an address in the victim's country, a client that is popular;
 * - `targeted`: an address in the victim's town, the client that the victim used last;
 * - `very-targeted`: in a data set with known takeovers, those; in the simulation an address of the
 *   victim's own provider in the victim's own neighbourhood, and the client that he used last.
 */
export const ATTACKERS = ['naive', 'vpn', 'targeted', 'very-targeted'] as const;

export type Attacker = (typeof ATTACKERS)[number];

/** What an attacker may know of a victim: the sign-in before. */
export interface Known {
  readonly features: SignInFeatures;
  /** Country and town; the attackers take "near" from it. */
  readonly town: string;
}

const KEPT = 24;

/** Keeps a fair sample of what everybody's sign-ins had, by country and by town. */
export class Surroundings {
  private readonly anywhere = new Sample<SignInFeatures>(4_096);
  private readonly byCountry = new Map<string, Sample<AddressLevels>>();
  private readonly byTown = new Map<string, Sample<AddressLevels>>();

  constructor(private readonly random: Random) {}

  learn({ features, town }: Known): void {
    const { random } = this;
    this.anywhere.offer(features, random);
    sampleOf(this.byCountry, features.address[2], 512).offer(features.address, random);
    sampleOf(this.byTown, town, KEPT).offer(features.address, random);
  }

  /** Undefined while too little is known to attack. */
  attack(attacker: Attacker, { features, town }: Known): SignInFeatures | undefined {
    const { random } = this;
    const anybody = this.anywhere.draw(random);
    if (anybody === undefined) return undefined;
    switch (attacker) {
      case 'naive':
        return { address: anybody.address, client: popular(this.anywhere, random) };
      case 'vpn': {
        const address = this.byCountry.get(features.address[2])?.draw(random);
        return address && { address, client: popular(this.anywhere, random) };
      }
      case 'targeted': {
        const address = this.byTown.get(town)?.draw(random);
        return address && { address, client: features.client };
      }
      case 'very-targeted': {
        const [address, provider, country] = features.address;
        return { address: [`${address}, next door`, provider, country], client: features.client };
      }
    }
  }
}

/** The more have it, the likelier it is. */
function popular(anywhere: Sample<SignInFeatures>, random: Random): ClientLevels {
  return anywhere.draw(random)?.client ?? ['', '', '', ''];
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
