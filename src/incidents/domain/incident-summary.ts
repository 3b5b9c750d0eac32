import type { Cluster } from './campaigns.js';

/** An incident in figures, as lists show it. Times are ISO 8601. */
export interface IncidentSummary {
  readonly accounts: number;
  readonly addresses: number;
  readonly networks: number;
  /** ISO 3166-1 alpha-2, the one with most addresses first; at most 250. */
  readonly countries: readonly string[];
  readonly signIns: number;
  readonly messages: number;
  readonly recipients: number;
  readonly firstSignInAt: string;
  /** The first message that the intruders handed in; null without one. */
  readonly firstAbuseAt: string | null;
  readonly lastActivityAt: string;
}

/** The figures of a campaign. */
export function summaryOf({ members, profile }: Cluster): IncidentSummary {
  const uses = members.flatMap((member) => member.uses);
  const total = (of: (use: (typeof uses)[number]) => number) =>
    uses.reduce((sum, use) => sum + of(use), 0);
  const firstMessages = uses.flatMap(({ firstMessage }) => firstMessage ?? []);
  const firstAbuse = firstMessages.length > 0 ? firstMessages.reduce(least) : undefined;
  return {
    accounts: members.length,
    addresses: profile.addresses.size,
    networks: profile.networks.size,
    countries: [...profile.countries]
      .sort(([a, most], [b, other]) => other - most || (a < b ? -1 : 1))
      .map(([country]) => country)
      .slice(0, 250),
    signIns: total(({ signIns }) => signIns),
    messages: total(({ messages }) => messages),
    recipients: total(({ recipients }) => recipients),
    firstSignInAt: new Date(profile.first).toISOString(),
    firstAbuseAt: firstAbuse === undefined ? null : new Date(firstAbuse).toISOString(),
    lastActivityAt: new Date(profile.last).toISOString(),
  };
}

/** One line that names an incident: "31 accounts used from 1,367 addresses in 36 countries". */
export function titleOf({ accounts, addresses, countries }: IncidentSummary): string {
  const some = (count: number, one: string, many: string) =>
    `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
  const where = countries.length > 0 ? ` in ${some(countries.length, 'country', 'countries')}` : '';
  return `${some(accounts, 'account', 'accounts')} used from ${some(addresses, 'address', 'addresses')}${where}`;
}

function least(a: number, b: number): number {
  return Math.min(a, b);
}
