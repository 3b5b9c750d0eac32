/** Whoever can say whether a password is known from a breach. */
export interface BreachList {
  /**
   * How often the password was seen; undefined when nobody could be asked.
   *
   * @param password in NFC; it isn't kept
   */
  count(password: string): Promise<number | undefined>;
}

/** Token under which Nest provides the {@link BreachList}. */
export const BREACH_LIST = Symbol('BreachList');
