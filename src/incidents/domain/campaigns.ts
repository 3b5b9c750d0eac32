import type { Footprint } from './footprint.js';
import { kinship, ONE_CAMPAIGN } from './kinship.js';
import { joined, type Profile, profileOf } from './profile.js';

/** Accounts that were misused together. */
export interface Cluster {
  /** In the order of their first misuse. */
  readonly members: readonly Footprint[];
  readonly profile: Profile;
}

/**
 * Accounts up to which campaigns are made from nothing; the work grows with their square. Of more,
 * the incidents that there are stay as they are and only take new accounts in.
 */
export const MAX_FROM_NOTHING = 600;

/**
 * Parts accounts into campaigns: the two likeliest to belong together are joined first, until no
 * two are likelier one campaign than two ({@link ONE_CAMPAIGN}). The same footprints give the same
 * campaigns in whatever order they come.
 *
 * @param settled groups of account ids that are kept together whatever the footprints say
 */
export function campaignsOf(
  footprints: readonly Footprint[],
  settled: readonly (readonly string[])[] = [],
): Cluster[] {
  const clusters = startOf(footprints, settled);
  const size = clusters.length;
  const odds = new Float64Array(size * size).fill(-Infinity);
  const measure = (i: number, j: number) => {
    const [a, b] = [clusters[i], clusters[j]];
    const value = a && b ? kinship(a.profile, b.profile).logOdds : -Infinity;
    odds[i * size + j] = value;
    odds[j * size + i] = value;
  };
  for (let i = 0; i < size; i += 1) for (let j = 0; j < i; j += 1) measure(i, j);
  const best = Array.from({ length: size }, (_, i) => bestOf(odds, i, size));

  for (;;) {
    let i = 0;
    for (let row = 1; row < size; row += 1)
      if (oddsAt(odds, row, best[row], size) > oddsAt(odds, i, best[i], size)) i = row;
    const j = best[i] ?? -1;
    if (!(oddsAt(odds, i, j, size) >= ONE_CAMPAIGN)) break;
    const [a, b] = [clusters[i], clusters[j]];
    if (!a || !b) break;
    clusters[i] = mergedCluster(a, b);
    clusters[j] = undefined;
    for (let other = 0; other < size; other += 1) {
      if (other !== i) measure(i, other);
      if (other !== j) measure(j, other);
    }
    best[i] = bestOf(odds, i, size);
    best[j] = -1;
    for (let row = 0; row < size; row += 1) {
      if (row === i || row === j) continue;
      if (best[row] === i || best[row] === j) best[row] = bestOf(odds, row, size);
      else if (oddsAt(odds, row, i, size) > oddsAt(odds, row, best[row], size)) best[row] = i;
    }
  }
  return clusters
    .filter((cluster) => cluster !== undefined)
    .map(({ members, profile }) => ({ members: [...members].sort(byFirst), profile }))
    .sort((a, b) => a.profile.first - b.profile.first || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function startOf(
  footprints: readonly Footprint[],
  settled: readonly (readonly string[])[],
): (Cluster | undefined)[] {
  const groupOf = new Map(settled.flatMap((ids, group) => ids.map((id) => [id, group] as const)));
  const groups = new Map<string, Cluster>();
  for (const footprint of [...footprints].sort(byFirst)) {
    const key = String(groupOf.get(footprint.accountId) ?? footprint.accountId);
    const single = { members: [footprint], profile: profileOf(footprint) };
    const group = groups.get(key);
    groups.set(key, group ? mergedCluster(group, single) : single);
  }
  return [...groups.values()];
}

function mergedCluster(a: Cluster, b: Cluster): Cluster {
  return {
    members: [...a.members, ...b.members],
    profile: joined(a.profile, b.profile),
  };
}

function bestOf(odds: Float64Array, row: number, size: number): number {
  let best = -1;
  let most = -Infinity;
  for (let column = 0; column < size; column += 1) {
    const value = odds[row * size + column] ?? -Infinity;
    if (value > most) {
      most = value;
      best = column;
    }
  }
  return best;
}

function oddsAt(odds: Float64Array, row: number, column: number | undefined, size: number): number {
  if (column === undefined || column < 0) return -Infinity;
  return odds[row * size + column] ?? -Infinity;
}

function byFirst(a: Footprint, b: Footprint): number {
  return a.first - b.first || (a.accountId < b.accountId ? -1 : 1);
}

function keyOf({ members }: Cluster): string {
  return members[0]?.accountId ?? '';
}
