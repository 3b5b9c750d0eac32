import { DAY_MS } from '../../kernel/clock.js';
import { type Profile, sharedAddresses, sharedNetworks } from './profile.js';

/** One reason for or against two sets of accounts being one campaign. */
export interface KinshipTerm {
  /** Stable: `sources`, `addresses`, `time`, `detectors`, `countries`, `clients`, `servers`. */
  readonly what: string;
  /** Natural logarithm of how much likelier it is under one campaign than under two. */
  readonly logOdds: number;
  /** For people. */
  readonly detail: string;
}

/** How likely it is that two sets of accounts were misused by the same campaign. */
export interface Kinship {
  /** Sum of the terms. */
  readonly logOdds: number;
  readonly terms: readonly KinshipTerm[];
}

/** Log-odds from which two sets count as one campaign: e^2.5, about twelve to one. */
export const ONE_CAMPAIGN = 2.5;

/**
 * Chance that two networks of unrelated intruders are the same: as if machines that are for hire
 * stood in a hundred thousand networks. The internet has some millions of routed /24s, but
 * malware and residential proxies cluster in the large access networks.
 */
const COINCIDENCE = 1e-5;
/** Shared pairs that each joining is taken to have been chosen for. */
const CHOSEN_PAIRS = 2;
/** How much the absence of shared networks may count for each account of the smaller set. */
const STRANGER_LOG_ODDS = 2;
/** What an address that both used adds to its network, at most three times. */
const ADDRESS_LOG_ODDS = 2;
/** From here a campaign shows itself as one of many machines. */
const DISPERSED_NETWORKS = 8;
/** Up to here it is one of few machines, which would show up again. */
const FEW_NETWORKS = 3;

/**
 * Weighs sources, time and behaviour of two disjoint sets of accounts.
 *
 * The sources are compared as two Poisson rates: the shared pairs that one campaign would bring,
 * by the rate that is seen within the sets and between them, against those of coincidence. Two
 * botnets that each share much within and nothing with each other are told apart by that, while
 * botnets so large that nothing recurs are joined by their behaviour.
 */
export function kinship(a: Profile, b: Profile): Kinship {
  const terms = [
    sources(a, b),
    addresses(a, b),
    time(a, b),
    similar('detectors', overlap(a.detectors, b.detectors), 1, 'detectors that saw them'),
    countries(a, b),
    clients(a, b),
    servers(a, b),
  ].filter((term) => term !== undefined);
  return { logOdds: terms.reduce((sum, term) => sum + term.logOdds, 0), terms };
}

function sources(a: Profile, b: Profile): KinshipTerm {
  const shared = sharedNetworks(a, b);
  const pairs = a.networkCount * b.networkCount;
  const detail = `${shared} shared of ${a.networkCount} and ${b.networkCount} networks`;
  if (shared === 0) {
    const few = [a, b].filter(({ networks }) => networks.size <= FEW_NETWORKS).length;
    const many = [a, b].filter(({ networks }) => networks.size >= DISPERSED_NETWORKS).length;
    if (few === 2) return { what: 'sources', logOdds: -3, detail };
    if (few === 1 && many === 1) return { what: 'sources', logOdds: -1.5, detail };
  }
  const byChance = pairs * COINCIDENCE;
  const rate = (unchosen(a) + unchosen(b) + shared) / (a.pairs + b.pairs + pairs);
  const byCampaign = Math.max(pairs * rate, byChance);
  const logOdds = shared * Math.log(byCampaign / byChance) - (byCampaign - byChance);
  // One account may be served by a part of a botnet alone; several speak for the whole.
  const most = -STRANGER_LOG_ODDS * Math.min(a.accounts, b.accounts);
  return { what: 'sources', logOdds: Math.max(most, logOdds), detail };
}

/**
 * Shared pairs within a set that didn't bring it together. Those that share most by chance are
 * joined first, so what holds a set together says too much of how often its networks recur.
 */
function unchosen({ shared, accounts }: Profile): number {
  return Math.max(0, shared - CHOSEN_PAIRS * (accounts - 1));
}

function addresses(a: Profile, b: Profile): KinshipTerm | undefined {
  const shared = sharedAddresses(a, b);
  if (shared === 0) return undefined;
  const logOdds = ADDRESS_LOG_ODDS * Math.min(3, shared);
  return { what: 'addresses', logOdds, detail: `${shared} addresses used on both` };
}

function time(a: Profile, b: Profile): KinshipTerm {
  const gap = Math.max(a.first, b.first) - Math.min(a.last, b.last);
  const term = (logOdds: number, detail: string) => ({ what: 'time', logOdds, detail });
  if (gap <= 0) return term(1, 'at the same time');
  const days = (gap / DAY_MS).toFixed(1);
  if (gap <= DAY_MS) return term(0.5, `${days} days apart`);
  return term(gap <= 3 * DAY_MS ? -0.5 : -3, `${days} days apart`);
}

function countries(a: Profile, b: Profile): KinshipTerm | undefined {
  const enough = (profile: Profile) => total(profile.countries) >= 5;
  // Three addresses say nothing of a botnet in thirty countries.
  if (!enough(a) || !enough(b)) return undefined;
  return similar('countries', cosine(a.countries, b.countries), 2, 'countries they came from');
}

function clients(a: Profile, b: Profile): KinshipTerm | undefined {
  if (a.uses === 0 || b.uses === 0) return undefined;
  const distance = Math.abs(a.bareClients / a.uses - b.bareClients / b.uses);
  return similar('clients', 1 - distance, 0.5, 'clients that greet with their bare address');
}

function servers(a: Profile, b: Profile): KinshipTerm | undefined {
  if (a.servers.size === 0 || b.servers.size === 0) return undefined;
  return similar('servers', cosine(a.servers, b.servers), 0.5, 'servers they signed in at');
}

/** From −weight for nothing in common to +weight for everything. */
function similar(what: string, share: number, weight: number, noun: string): KinshipTerm {
  return {
    what,
    logOdds: weight * (2 * share - 1),
    detail: `${Math.round(100 * share)} % alike in the ${noun}`,
  };
}

/** Weighted Jaccard similarity of two counts, each taken as a share. */
function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [most, mostOther] = [Math.max(1, ...a.values()), Math.max(1, ...b.values())];
  let both = 0;
  let either = 0;
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const [share, other] = [(a.get(key) ?? 0) / most, (b.get(key) ?? 0) / mostOther];
    both += Math.min(share, other);
    either += Math.max(share, other);
  }
  return either === 0 ? 0.5 : both / either;
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let product = 0;
  for (const [key, value] of a) product += value * (b.get(key) ?? 0);
  const length = (counts: ReadonlyMap<string, number>) =>
    Math.sqrt([...counts.values()].reduce((squares, value) => squares + value ** 2, 0));
  const lengths = length(a) * length(b);
  return lengths === 0 ? 0.5 : product / lengths;
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, value) => sum + value, 0);
}
