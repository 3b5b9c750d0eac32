/** What a breach list holds the digests of: SHA-1 of the UTF-8 text, or the NT hash (MD4 of UTF-16). */
export const BREACH_ALGORITHMS = ['sha1', 'ntlm'] as const;
export type BreachAlgorithm = (typeof BREACH_ALGORITHMS)[number];

/** Hexadecimal digits of a whole digest. */
export const DIGEST_DIGITS: Readonly<Record<BreachAlgorithm, number>> = { sha1: 40, ntlm: 32 };

/**
 * Digests of the passwords `password` and `123456`: a list that doesn't have them is no list of
 * breached passwords.
 */
export const CANARIES: Readonly<Record<BreachAlgorithm, readonly string[]>> = {
  sha1: ['5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8', '7C4A8D09CA3762AF61E59520943DC26494F8941B'],
  ntlm: ['8846F7EAEE8FB117AD06BDD830B7586C', '32ED87BDB5FDC5E9CBA88547376818D4'],
};
