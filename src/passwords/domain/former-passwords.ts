/** Whoever remembers, by digests, which passwords were chosen. */
export interface FormerPasswords {
  /** How many passwords ago the account had it, 1 for the present one; 0 when it hadn't. */
  usedBefore(accountId: string, password: string): Promise<number>;
  /** Days since anybody chose it; infinite when nobody did. */
  sharedDaysAgo(password: string): Promise<number>;
}

/** Token under which Nest provides the {@link FormerPasswords}. */
export const FORMER_PASSWORDS = Symbol('FormerPasswords');
