import { isPrivateAddress } from '../../kernel/ip-address.js';
import type { AddressUse, AttributedUse, Attribution } from './footprint.js';

/** What is known of an address besides the account's own use of it. */
export interface AddressCompany {
  /** Accounts that used it. */
  readonly accounts: number;
  /** Those of them at level high or above. */
  readonly highAccounts: number;
}

/** What attribution goes by. */
export interface AttributionFacts {
  readonly uses: readonly AddressUse[];
  /** Before this time (ms) the account was its owner's alone, as far as we know. */
  readonly suspectFrom: number;
  /** Networks that the account was used from before that. */
  readonly knownNetworks: ReadonlySet<string>;
  /** Countries that the site's other accounts are usually used from. */
  readonly usualCountries: ReadonlySet<string>;
  /** By address; an address that isn't in it is used by this account alone. */
  readonly company: ReadonlyMap<string, AddressCompany>;
}

/** An address that so many accounts use, most of them in no trouble, is a site's or a carrier's. */
const SHARED_ACCOUNTS = 5;
const SHARED_HIGH_SHARE = 1 / 3;
/** Hours in which an owner without a history shows by coming back to an address. */
const RECURRING_HOURS = 3;
/** Networks of the usual countries, new to the account, that are more than one person gets to. */
const TOO_MANY_NETWORKS = 8;
/** The same without geolocation, where a network abroad can't be told from one at home. */
const TOO_MANY_WITHOUT_PLACES = 5;

/**
 * Says of each address whether the owner or an intruder used it. Known networks and those that
 * many untroubled accounts share are the owner's; so is one that an account without a history
 * keeps coming back to. Of the others, those that several accounts in trouble share, those in
 * countries that neither the account nor the site is used from, and those that are too many for
 * one person are the intruders'.
 */
export function attribute(facts: AttributionFacts): AttributedUse[] {
  const judged = facts.uses.map((use) => ({ use, whose: firstLook(use, facts) }));
  const ownCountries = new Set(
    judged.flatMap(({ use, whose }) =>
      whose === 'own' && use.country !== undefined ? use.country : [],
    ),
  );
  const isAtHome = ({ country }: AddressUse) =>
    country !== undefined && (ownCountries.has(country) || facts.usualCountries.has(country));
  const open = judged.filter(({ whose }) => whose === 'unclear').map(({ use }) => use);
  const atHome = networks(open.filter(isAtHome));
  const nowhere = networks(open.filter(({ country }) => country === undefined));
  const knowsHome = ownCountries.size > 0 || facts.usualCountries.size > 0;

  return judged.map(({ use, whose }) => {
    if (whose !== 'unclear') return { ...use, whose };
    if (use.country === undefined)
      return { ...use, whose: nowhere >= TOO_MANY_WITHOUT_PLACES ? 'campaign' : 'unclear' };
    const theirs = isAtHome(use) ? atHome >= TOO_MANY_NETWORKS : knowsHome;
    return { ...use, whose: theirs ? 'campaign' : 'unclear' };
  });
}

function firstLook(use: AddressUse, facts: AttributionFacts): Attribution {
  if (isPrivateAddress(use.address) || facts.knownNetworks.has(use.network)) return 'own';
  const { accounts, highAccounts } = facts.company.get(use.address) ?? {
    accounts: 1,
    highAccounts: 1,
  };
  if (accounts >= SHARED_ACCOUNTS && highAccounts < SHARED_HIGH_SHARE * accounts) return 'own';
  if (highAccounts >= 2) return 'campaign';
  const hasHistory = facts.knownNetworks.size > 0;
  return !hasHistory && use.hours >= RECURRING_HOURS ? 'own' : 'unclear';
}

function networks(uses: readonly AddressUse[]): number {
  return new Set(uses.map(({ network }) => network)).size;
}
