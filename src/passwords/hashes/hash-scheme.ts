/**
 * How well a scheme withstands somebody who has the stored hashes: `cleartext` needs no guessing,
 * `weak` is guessed at millions a second, `dated` at thousands, `strong` is made to be slow.
 */
export type SchemeGrade = 'cleartext' | 'weak' | 'dated' | 'strong';

/** What one verification takes on one core of a common server: an estimate, to bound and to plan by. */
export interface HashCost {
  readonly milliseconds: number;
  readonly mebibytes: number;
}

/** A stored hash whose scheme is known, ready to be verified. */
export interface StoredDigest {
  readonly cost: HashCost;
  /** Whether the password is the one. Synchronous where the scheme is: it runs in a thread of its own. */
  readonly verify: (password: string) => boolean | Promise<boolean>;
  /**
   * The digest in hexadecimal where there is no salt, in the spelling of the scheme's `digest`:
   * the same password has the same digest, whoever has it.
   */
  readonly unsalted?: string;
  /** How many bytes of a password count, where the rest is ignored. */
  readonly significantBytes?: number;
}

/** One way of storing a password: what it looks like, how it is verified, what that costs. */
export interface HashScheme {
  /** The name under which coverage and findings show it: `SSHA512`. */
  readonly name: string;
  /** Labels in braces that it goes by, upper case; LDAP's and Dovecot's. */
  readonly labels: readonly string[];
  readonly grade: SchemeGrade;
  /**
   * Reads a body (what stands after the label).
   *
   * @param isLabelled false for a text without a label: only what nothing else looks like may be taken then
   * @returns undefined when it isn't one of this scheme
   */
  readonly identify: (body: string, isLabelled: boolean) => StoredDigest | undefined;
  /** For schemes without salt: the digest that {@link StoredDigest.unsalted} is compared with. */
  readonly digest?: (password: string) => string;
}
