/** Which digest of a password. */
export type BreachDigestKind = 'sha1' | 'ntlm';

/** Says how often a password was seen in breaches, by its digest. */
export interface BreachDigests {
  /**
   * @param digest hexadecimal, in any case
   * @returns 0 when it wasn't seen; undefined when there is no list of this kind
   */
  countOf(kind: BreachDigestKind, digest: string): Promise<number | undefined>;
}

/** Token under which Nest provides {@link BreachDigests}, where there are any. */
export const BREACH_DIGESTS = Symbol('BreachDigests');
