/** What is counted of one value of a feature, at one level of its hierarchy. */
export interface LevelCounts {
  /** Share of the feature that the level decides, 0..1; those of a feature sum up to 1. */
  readonly weight: number;
  /** Sign-ins of this account with the value. */
  readonly own: number;
  /** Sign-ins of everybody with the value. */
  readonly all: number;
}

/** One feature of a sign-in, from its finest level (the address) to its coarsest (the country). */
export interface FeatureCounts {
  readonly levels: readonly LevelCounts[];
  /** How many different values the coarser levels have had in all, 1 added: the weight of what was never seen. */
  readonly unseen: number;
  /** Sign-ins of everybody with the finest value. */
  readonly withFinest: number;
  /** Different values of the coarser levels among them, 1 added. */
  readonly coarserValues: number;
}

/** What is counted of everybody. */
export interface Population {
  /** Sign-ins of everybody. */
  readonly signIns: number;
  /** Accounts that signed in; without it, how often each does is left out of the ratio. */
  readonly accounts?: number;
  /** Sign-ins of this account. */
  readonly own: number;
}

/** What a feature that the account never had, at any level, is rarer by than for everybody. */
const NEVER_SEEN_FACTOR = 4;

/**
 * How much likelier a sign-in is somebody's than the account's owner's: equation 7 of Freeman et al.,
 * NDSS 2016, without data on attacks (every account is attacked alike, every value as likely from
 * an attacker as from anybody), with the smoothing of the reference implementation of Wiefling et
 * al., ACM TOPS 2022. Closed form over counters; the cost doesn't grow with history.
 *
 * @returns above 0; undefined while nobody has signed in or the account hasn't
 */
export function likelihoodRatio(
  features: readonly FeatureCounts[],
  { signIns, accounts, own }: Population,
): number | undefined {
  if (signIns === 0 || accounts === 0 || own === 0) return undefined;
  let ratio = accounts === undefined ? 1 : signIns / own / accounts;
  for (const feature of features) ratio *= featureRatio(feature, signIns, own);
  return ratio;
}

function featureRatio(feature: FeatureCounts, signIns: number, own: number): number {
  const global = globalLikelihood(feature, signIns);
  let user = 0;
  for (const level of feature.levels) user += (level.weight * level.own) / own;
  return user === 0 ? NEVER_SEEN_FACTOR : global / user;
}

function globalLikelihood(feature: FeatureCounts, signIns: number): number {
  const { levels, unseen, withFinest, coarserValues } = feature;
  const [finest] = levels;
  if (finest === undefined) return 1;
  const seen = (finest.all / signIns) * (1 - unseen / (signIns + unseen));
  const share = finest.all > 0 ? seen : 1 / (signIns + unseen);
  const known =
    withFinest === 0 ? 1 / coarserValues : 1 - coarserValues / (withFinest + coarserValues);
  let global = finest.weight * known * share;
  for (let index = 1; index < levels.length; index += 1) {
    const level = levels[index];
    if (level !== undefined) global += (level.weight * level.all) / signIns;
  }
  return global;
}
