import { DAY_MS } from '../../kernel/clock.js';
import type { Cluster } from './campaigns.js';

/**
 * `open`: somebody still has the accounts, or may have. `contained`: every account was locked or
 * got a new password, and is watched. `closed`: the watch is over, or nothing was left of it.
 * `merged`: it turned out to be part of another incident.
 */
export const INCIDENT_STATUSES = ['open', 'contained', 'closed', 'merged'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** Statuses in which accounts may still join. */
export const LIVE_STATUSES = ['open', 'contained'] as const;

/** An incident without news for so long takes nobody in any more and is closed. */
export const INCIDENT_REST_MS = 14 * DAY_MS;

/** An incident that accounts may join, as it is stored. */
export interface LiveIncident {
  readonly id: string;
  readonly memberIds: readonly string[];
}

/** What becomes of the incidents once campaigns were made. */
export interface IncidentPlan {
  /** By campaign, in their order: the incident that it goes on in; undefined for a new one. */
  readonly incidentOf: readonly (string | undefined)[];
  /** Incidents whose accounts all went to another one. */
  readonly merged: readonly { readonly id: string; readonly into: string | undefined }[];
}

/**
 * Which incident each campaign goes on in: the one with which it shares most accounts, the older
 * one where two are equal. An incident that is left over was merged into the campaign that has
 * most of its accounts.
 *
 * @param live the oldest first
 */
export function planIncidents(
  campaigns: readonly Cluster[],
  live: readonly LiveIncident[],
): IncidentPlan {
  const campaignOf = new Map(
    campaigns.flatMap(({ members }, index) =>
      members.map(({ accountId }) => [accountId, index] as const),
    ),
  );
  const claims = live.flatMap(({ id, memberIds }, age) => {
    const counts = new Map<number, number>();
    for (const accountId of memberIds) {
      const campaign = campaignOf.get(accountId);
      if (campaign !== undefined) counts.set(campaign, (counts.get(campaign) ?? 0) + 1);
    }
    return [...counts].map(([campaign, accounts]) => ({ id, age, campaign, accounts }));
  });
  claims.sort((a, b) => b.accounts - a.accounts || a.age - b.age || a.campaign - b.campaign);

  const incidentOf: (string | undefined)[] = campaigns.map(() => undefined);
  const placed = new Set<string>();
  for (const { id, campaign } of claims) {
    if (placed.has(id) || incidentOf[campaign] !== undefined) continue;
    incidentOf[campaign] = id;
    placed.add(id);
  }
  const merged = live
    .filter(({ id }) => !placed.has(id))
    .map(({ id }) => {
      const most = claims.find((claim) => claim.id === id);
      return { id, into: most && incidentOf[most.campaign] };
    });
  return { incidentOf, merged };
}
