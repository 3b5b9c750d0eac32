import { median } from '../judge.js';
import { ATTACKERS, Surroundings, type Attacker, type Known, type World } from './attackers.js';
import { OwnCounts, SignInCounts } from './sign-in-counts.js';

/** The numbers of sign-ins of the table: those of Wiefling et al. 2022, figure "rq1". */
export const SIGN_INS = [4, 12, 20, 30, 39] as const;
const MOST_SIGN_INS = 39;

/** Shares of attackers to be stopped: those that the paper plots for each of them. */
export const SHARES: Readonly<Record<Attacker, readonly number[]>> = {
  naive: [0.999, 0.995, 0.99, 0.98],
  vpn: [0.999, 0.995, 0.99, 0.98],
  targeted: [0.999, 0.995, 0.99, 0.98, 0.97],
  'very-targeted': [0.9425, 0.8966, 0.8276, 0.7816],
};

/** A sign-in that succeeded. */
export interface StudiedSignIn extends Known {
  readonly account: string;
  /** Somebody else's: known takeovers stand for the very targeted attacker, and teach nothing. */
  readonly isTakeover: boolean;
}

/** A row of the table: what stopping this share of the attackers asks of an honest account. */
export interface StudyRow {
  readonly attacker: Attacker;
  /** Share of the attacker's sign-ins that are stopped. */
  readonly share: number;
  /** Median number of re-authentications in an account's first 4, 12, 20, 30, 39 sign-ins. */
  readonly medians: readonly (number | null)[];
  /** Of the first 12, as a share. */
  readonly rateAt12: number | null;
}

/** What a study takes in. */
export interface StudyPlan extends World {
  /** Accounts whose scores are kept; everybody's sign-ins are counted. */
  isStudied(account: string): boolean;
  /** Whether the data has takeovers; else the very targeted attacker is made up. */
  readonly hasTakeovers: boolean;
}

interface Studied {
  readonly own: OwnCounts;
  readonly scores: number[];
  last: Known | undefined;
}

/** How often honest people would have to prove themselves, to stop attackers who know this or that. */
export class ReauthenticationStudy {
  private readonly counts = new SignInCounts();
  private readonly surroundings: Surroundings;
  private readonly studied = new Map<string, Studied>();
  private readonly attacks: Record<Attacker, number[]> = {
    naive: [],
    vpn: [],
    targeted: [],
    'very-targeted': [],
  };

  constructor(private readonly plan: StudyPlan) {
    this.surroundings = new Surroundings(plan);
  }

  /** Takes the next sign-in, in the order of time. */
  see(signIn: StudiedSignIn): void {
    const { account, features, isTakeover } = signIn;
    const known = this.studied.get(account);
    if (isTakeover) {
      const score = known && this.counts.ratioOf(features, known.own);
      if (score !== undefined) this.attacks['very-targeted'].push(score);
      return;
    }
    if (this.plan.isStudied(account)) this.study(signIn, known);
    this.counts.learn(account, features);
    this.surroundings.learn(signIn);
  }

  /** How many accounts and attacks the table is made from. */
  size(): { readonly accounts: number; readonly attacks: Readonly<Record<Attacker, number>> } {
    const { naive, vpn, targeted, 'very-targeted': very } = this.attacks;
    return {
      accounts: this.studied.size,
      attacks: {
        naive: naive.length,
        vpn: vpn.length,
        targeted: targeted.length,
        'very-targeted': very.length,
      },
    };
  }

  table(): readonly StudyRow[] {
    return ATTACKERS.flatMap((attacker) => {
      const sorted = Float64Array.from(this.attacks[attacker]).sort();
      if (sorted.length === 0) return [];
      return SHARES[attacker].map((share) => {
        const threshold = sorted[Math.floor((1 - share) * sorted.length)] ?? 0;
        const medians = SIGN_INS.map((count) => median(this.asked(threshold, count)));
        const [, at12 = null] = medians;
        return { attacker, share, medians, rateAt12: at12 === null ? null : at12 / 12 };
      });
    });
  }

  private study({ account, features, town }: StudiedSignIn, known: Studied | undefined): void {
    const studied = known ?? { own: new OwnCounts(), scores: [], last: undefined };
    this.studied.set(account, studied);
    const score = this.counts.ratioOf(features, studied.own);
    if (studied.scores.length < MOST_SIGN_INS) {
      // The first sign-in has nothing to be compared with, and is let in.
      studied.scores.push(score ?? 0);
      if (studied.last !== undefined) this.attack(studied.own, studied.last);
    }
    studied.own.learn(features);
    studied.last = { features, town };
  }

  private attack(own: OwnCounts, victim: Known): void {
    for (const attacker of ATTACKERS) {
      if (attacker === 'very-targeted' && this.plan.hasTakeovers) continue;
      const features = this.surroundings.attack(attacker, victim, (address) =>
        own.hasAddress(address),
      );
      const score = features && this.counts.ratioOf(features, own);
      if (score !== undefined) this.attacks[attacker].push(score);
    }
  }

  /** Of each account with so many sign-ins, how many of the first of them are above the threshold. */
  private asked(threshold: number, count: number): readonly number[] {
    return [...this.studied.values()]
      .filter(({ scores }) => scores.length >= count)
      .map(({ scores }) => scores.slice(0, count).filter((score) => score >= threshold).length);
  }
}
