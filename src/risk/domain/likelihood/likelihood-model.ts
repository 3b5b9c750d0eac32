import { likelihoodRatio } from './likelihood-ratio.js';
import type { FeatureCounts } from './likelihood-ratio.js';

/** A feature of sign-ins: the weights of its levels, from the finest to the coarsest. */
export type FeatureWeights = readonly [number, ...number[]];

/** The values of one sign-in: for each feature, one of each level, in the order of the weights. */
export type FeatureValues = readonly (readonly string[])[];

/** A sign-in of somebody. */
export interface SignInValues {
  readonly account: string;
  readonly values: FeatureValues;
}

interface Counters {
  signIns: number;
  /** By feature, level and value. */
  readonly counts: Map<string, number>;
  /** By feature and level. */
  readonly distinct: Map<string, number>;
}

/**
 * Learns sign-ins one after the other and says how unlike its account each is, with counters alone
 * and without looking ahead.
 *
 * The reference implementation takes two of its terms from the whole log, later sign-ins included.
 * To reproduce it, hand the whole log in as `lookAhead`.
 */
export class LikelihoodModel {
  private readonly all = newCounters();
  private readonly own = new Map<string, Counters>();
  /** What the terms about the finest value are taken from. */
  private readonly finest: Map<string, { rows: number; coarser: Set<string> }> = new Map();

  constructor(
    private readonly features: readonly FeatureWeights[],
    private readonly lookAhead?: readonly SignInValues[],
  ) {
    for (const { values } of lookAhead ?? []) this.learnFinest(values);
  }

  /** The likelihood ratio of a sign-in; undefined for the account's first. */
  ratioOf({ account, values }: SignInValues): number | undefined {
    const own = this.own.get(account);
    const population = {
      signIns: this.all.signIns,
      accounts: this.own.size,
      own: own?.signIns ?? 0,
    };
    const counts = this.features.map((weights, feature): FeatureCounts => {
      const levels = weights.map((weight, level) => {
        const key = keyOf(feature, level, values[feature]?.[level]);
        return { weight, own: own?.counts.get(key) ?? 0, all: this.all.counts.get(key) ?? 0 };
      });
      let unseen = 1;
      for (let level = 1; level < weights.length; level += 1)
        unseen += this.all.distinct.get(`${feature}/${level}`) ?? 0;
      const finest = this.finest.get(keyOf(feature, 0, values[feature]?.[0]));
      return {
        levels,
        unseen,
        withFinest: finest?.rows ?? 0,
        coarserValues: (finest?.coarser.size ?? 0) + 1,
      };
    });
    return likelihoodRatio(counts, population);
  }

  /** Takes a sign-in that succeeded into the history. */
  learn({ account, values }: SignInValues): void {
    const own = this.own.get(account) ?? newCounters();
    this.own.set(account, own);
    for (const counters of [this.all, own]) {
      counters.signIns += 1;
      for (const [feature, weights] of this.features.entries())
        for (const level of weights.keys())
          count(counters, `${feature}/${level}`, keyOf(feature, level, values[feature]?.[level]));
    }
    if (this.lookAhead === undefined) this.learnFinest(values);
  }

  private learnFinest(values: FeatureValues): void {
    for (const [feature, weights] of this.features.entries()) {
      const key = keyOf(feature, 0, values[feature]?.[0]);
      const known = this.finest.get(key) ?? { rows: 0, coarser: new Set<string>() };
      this.finest.set(key, known);
      known.rows += 1;
      for (let level = 1; level < weights.length; level += 1)
        known.coarser.add(keyOf(feature, level, values[feature]?.[level]));
    }
  }
}

function newCounters(): Counters {
  return { signIns: 0, counts: new Map(), distinct: new Map() };
}

function count({ counts, distinct }: Counters, level: string, key: string): void {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  if (before === 0) distinct.set(level, (distinct.get(level) ?? 0) + 1);
}

function keyOf(feature: number, level: number, value: string | undefined): string {
  return `${feature}/${level}/${value ?? ''}`;
}
