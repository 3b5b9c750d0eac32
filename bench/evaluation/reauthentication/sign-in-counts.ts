import {
  likelihoodRatio,
  type FeatureCounts,
} from '../../../src/risk/domain/likelihood/likelihood-ratio.js';
import { HashCounts } from './hash-counts.js';

/** Of an address: itself, its provider, its country. */
export type AddressLevels = readonly [address: string, provider: string, country: string];
/** Of a client: all that it says, and three coarser views. */
export type ClientLevels = readonly [client: string, program: string, system: string, kind: string];

/** What a sign-in is judged by. */
export interface SignInFeatures {
  readonly address: AddressLevels;
  readonly client: ClientLevels;
}

/** Weights of the levels in the reference implementation (das-group/rba-algorithm). */
const WEIGHTS = {
  address: [0.6, 0.3, 0.1],
  client: [0.5386653840551359, 0.2680451498625666, 0.18818295100109536, 0.0051065150812021525],
} as const;
const FEATURES = ['address', 'client'] as const;

type Feature = (typeof FEATURES)[number];

/** What one account's sign-ins had, by feature, level and value. */
export class OwnCounts {
  signIns = 0;
  private readonly counts = new Map<string, number>();

  learn(values: SignInFeatures): void {
    this.signIns += 1;
    for (const feature of FEATURES)
      for (const [level, value] of values[feature].entries()) {
        const key = keyOf(feature, level, value);
        this.counts.set(key, this.of(key) + 1);
      }
  }

  of(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  hasAddress(address: string): boolean {
    return this.of(keyOf('address', 0, address)) > 0;
  }
}

/**
 * The counters of everybody that the product's likelihood ratio asks for, in memory that grows with
 * the number of different values and with nothing else.
 */
export class SignInCounts {
  private signIns = 0;
  private readonly accounts = new HashCounts();
  private readonly all = new HashCounts();
  /** Different values of the coarser levels. */
  private readonly unseen: Record<Feature, number> = { address: 1, client: 1 };
  /** Pairs of a finest value and a coarser one, and how many a finest value is in. */
  private readonly pairs = new HashCounts();
  private readonly coarser = new HashCounts();

  learn(account: string, values: SignInFeatures): void {
    this.signIns += 1;
    this.accounts.add(account);
    for (const feature of FEATURES) this.learnFeature(feature, values[feature]);
  }

  /** Undefined for an account's first sign-in. */
  ratioOf(values: SignInFeatures, own: OwnCounts): number | undefined {
    const features = FEATURES.map((feature) => this.countsOf(feature, values[feature], own));
    const { signIns } = this;
    return likelihoodRatio(features, { signIns, accounts: this.accounts.size, own: own.signIns });
  }

  private learnFeature(feature: Feature, levels: readonly string[]): void {
    const finest = keyOf(feature, 0, levels[0] ?? '');
    for (const [level, value] of levels.entries()) {
      const key = keyOf(feature, level, value);
      if (this.all.add(key) === 0 && level > 0) this.unseen[feature] += 1;
      if (level > 0 && this.pairs.add(`${finest}|${key}`) === 0) this.coarser.add(finest);
    }
  }

  private countsOf(feature: Feature, values: readonly string[], own: OwnCounts): FeatureCounts {
    const finest = keyOf(feature, 0, values[0] ?? '');
    return {
      levels: WEIGHTS[feature].map((weight, level) => {
        const key = keyOf(feature, level, values[level] ?? '');
        return { weight, own: own.of(key), all: this.all.get(key) };
      }),
      unseen: this.unseen[feature],
      withFinest: this.all.get(finest),
      coarserValues: this.coarser.get(finest) + 1,
    };
  }
}

function keyOf(feature: Feature, level: number, value: string): string {
  return `${feature}/${level}/${value}`;
}
