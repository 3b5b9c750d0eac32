/** How one account was used from one address within the time that was looked at. */
export interface AddressUse {
  readonly address: string;
  /** `networkOf(address)`. */
  readonly network: string;
  /** ISO 3166-1 alpha-2; undefined where it isn't known. */
  readonly country: string | undefined;
  readonly signIns: number;
  readonly messages: number;
  readonly recipients: number;
  readonly rejectedRecipients: number;
  /** Times of the first and the last use, ms. */
  readonly first: number;
  readonly last: number;
  /** Time of the first accepted message, ms. */
  readonly firstMessage: number | undefined;
  /** Distinct clock hours with a use. */
  readonly hours: number;
  /** Uses whose client called itself by its bare address. */
  readonly bareClients: number;
  readonly servers: readonly string[];
  readonly listeners: readonly string[];
}

/**
 * Whose an address is: the account's `own`, the intruders' (`campaign`), or `unclear`: new, and
 * nothing that a travelling owner couldn't have used.
 */
export type Attribution = 'own' | 'campaign' | 'unclear';

/** An address and whose it is. */
export interface AttributedUse extends AddressUse {
  readonly whose: Attribution;
}

/** How intruders used an account: what campaigns are joined by. */
export interface Footprint {
  readonly accountId: string;
  /** Addresses that aren't the owner's; the newest {@link MAX_FOOTPRINT} of them. */
  readonly uses: readonly AttributedUse[];
  /** Addresses in all, before the limit. */
  readonly addressCount: number;
  /** Detectors that raised signals in the episode. */
  readonly detectors: readonly string[];
  /** Times of the first and the last use by intruders, ms. */
  readonly first: number;
  readonly last: number;
}

/** Addresses of intruders that are kept of one account. */
export const MAX_FOOTPRINT = 400;

/**
 * The uses that count as the intruders': those that are sure, the unclear ones where none is, and
 * all of them where the account is misused from its owner's own addresses (an infected end point).
 */
export function intruderUses(uses: readonly AttributedUse[]): readonly AttributedUse[] {
  const sure = uses.filter(({ whose }) => whose === 'campaign');
  if (sure.length > 0) return sure;
  const unclear = uses.filter(({ whose }) => whose === 'unclear');
  return unclear.length > 0 ? unclear : uses;
}

/** The footprint of an account in trouble; undefined when it wasn't used from any address. */
export function footprintOf(
  accountId: string,
  uses: readonly AttributedUse[],
  detectors: readonly string[],
): Footprint | undefined {
  const theirs = [...intruderUses(uses)].sort(
    (a, b) => b.last - a.last || (a.address < b.address ? -1 : 1),
  );
  if (theirs.length === 0) return undefined;
  return {
    accountId,
    uses: theirs.slice(0, MAX_FOOTPRINT),
    addressCount: theirs.length,
    detectors: [...detectors].sort(),
    first: Math.min(...theirs.map(({ first }) => first)),
    last: Math.max(...theirs.map(({ last }) => last)),
  };
}
