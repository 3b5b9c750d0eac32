import type { Place } from '../../../kernel/geo.js';
import { clientHabit, countMethods, methodHabit, providerHabit } from '../habit-keys.js';
import { kindIndexOf } from '../fold-event.js';
import type { FoldEvent } from '../fold-event.js';

/** Sign-ins counted by value: of provider, country, program and method. */
export type SignInCounts = ReadonlyMap<string, number>;

/** What is counted of everybody's sign-ins. */
export interface SignInModel {
  /** Counted sign-ins. */
  readonly signIns: number;
  /** Different providers and countries. */
  readonly providers: number;
  readonly countries: number;
  /** Of protocols, protocols with a mechanism, and kinds of encryption. */
  readonly methods: SignInCounts;
  /** Networks at which many of the site's accounts sign in: offices, carriers, the company's VPN. */
  readonly sharedNetworks: ReadonlySet<string>;
  readonly counts: SignInCounts;
}

/** Days that a model counts, and days between the last of them and the day that it holds for. */
export const MODEL_DAYS = 28;
export const MODEL_LAG_DAYS = 2;

/** Counted sign-ins below which the site isn't known. */
const MIN_SIGN_INS = 300;

/**
 * A network is shared from so many of the sixteen groups of accounts on, and from such a share of all
 * sign-ins on: a house with a family isn't, nor, on a site of a whole country, a street.
 */
const SHARED = { groups: 6, share: 0.001 };

/** Of so many of a model's days the networks are counted: there are too many for all of them. */
export const NETWORK_DAYS = 7;

/** Whether what is counted by the key matters to a model so many days after the model's last one. */
export function isCountedAfter(key: string, days: number): boolean {
  return days < NETWORK_DAYS || !key.startsWith(NETWORK);
}

/** Before a group of accounts and the network at which one of them signed in. */
export const NETWORK = '/';

/** The key of the number of counted sign-ins. */
const TOTAL = '#';

/** What the keys of everything but countries and providers begin with. */
const NO_PROVIDERS = `${TOTAL}${NETWORK}cpm`;

/**
 * The keys that a sign-in is counted by. One in sixteen is, by the last digit of its id, which is a
 * digest of the event: so it's the same ones in whatever order and batches they come.
 */
export function countedKeys({
  id,
  accountId,
  event,
  network,
  place,
}: FoldEvent): readonly string[] {
  if (id.charCodeAt(id.length - 1) !== 48 || kindIndexOf(event) !== 0) return [];
  const { sourceIp } = event;
  if (sourceIp === undefined) return [];
  return [
    TOTAL,
    providerHabit(sourceIp, place),
    countryKey(place?.country),
    clientHabit(event.client),
    methodHabit(event),
    // The last digit of an account's id is random: as good as the account to tell many from few.
    NETWORK + accountId.slice(-1) + (network ?? ''),
  ];
}

/** The key that a country is counted by. */
export function countryKey(country: string | undefined): string {
  return `@${country ?? ''}`;
}

/** Makes counts a model; undefined while they are too few to say what is usual. */
export function modelOf(counts: SignInCounts): SignInModel | undefined {
  const signIns = counts.get(TOTAL) ?? 0;
  if (signIns < MIN_SIGN_INS) return undefined;
  const methods = countMethods(counts);
  const sharedNetworks = sharedNetworksOf(counts);
  const model = { signIns, providers: 0, countries: 0, methods, sharedNetworks, counts };
  for (const key of counts.keys()) {
    const [kind = ''] = key;
    if (kind === '@') model.countries += 1;
    else if (!NO_PROVIDERS.includes(kind)) model.providers += 1;
  }
  return model;
}

/** Counts, and the model that is made of them once, when it is first asked for. */
export class CountedSignIns {
  private made: { readonly model: SignInModel | undefined } | undefined;

  constructor(readonly counts: SignInCounts) {}

  /** As {@link modelOf}. */
  get model(): SignInModel | undefined {
    this.made ??= { model: modelOf(this.counts) };
    return this.made.model;
  }
}

/** Whether a noticeable share of the site's sign-ins comes through the provider of an address. */
export function isOften(
  model: SignInModel | undefined,
  address: string,
  place: Place | undefined,
): boolean {
  if (model === undefined) return false;
  const signIns = model.counts.get(providerHabit(address, place)) ?? 0;
  return signIns >= SHARED.share * model.signIns;
}

function sharedNetworksOf(counts: SignInCounts): ReadonlySet<string> {
  const networks = new Map<string, { groups: number; uses: number }>();
  let all = 0;
  for (const [key, uses] of counts) {
    if (!key.startsWith(NETWORK)) continue;
    all += uses;
    const network = key.slice(2);
    const known = networks.get(network);
    if (known === undefined) networks.set(network, { groups: 1, uses });
    else {
      known.groups += 1;
      known.uses += uses;
    }
  }
  const shared = new Set<string>();
  for (const [network, { groups, uses }] of networks)
    if (groups >= SHARED.groups && uses >= SHARED.share * all) shared.add(network);
  return shared;
}
