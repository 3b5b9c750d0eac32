/** How long four kinds of attack take, as texts such as `3 hours`. */
export interface CrackTimes {
  /** On line, 100 tries an hour: a server that limits the rate. */
  readonly online100PerHour: string;
  /** On line, 10 tries a second: a server that doesn't. */
  readonly online10PerSecond: string;
  /** Off line against a slow hash: 10,000 tries a second. */
  readonly offlineSlowHash: string;
  /** Off line against a fast hash: 10,000,000,000 tries a second. */
  readonly offlineFastHash: string;
}

/** What a part of the password was taken for; names the kind and the dictionary, never the part. */
export interface Pattern {
  /** zxcvbn's name: `dictionary`, `spatial`, `repeat`, `sequence`, `regex`, `date`, `bruteforce`. */
  readonly kind: string;
  /** zxcvbn's name: `passwords`, `english_wikipedia`, `surnames`, …, `user_inputs`. */
  readonly dictionary?: string;
}

/**
 * zxcvbn's estimate (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security
 * 2016) without anything of the password: numbers and texts from a fixed set only.
 */
export interface Strength {
  /** 0: under 10^3 guesses, 1: under 10^6, 2: under 10^8, 3: under 10^10, 4: more. */
  readonly score: 0 | 1 | 2 | 3 | 4;
  readonly guessesLog10: number;
  readonly crackTimes: CrackTimes;
  /** In the order of the password. */
  readonly patterns: readonly Pattern[];
  readonly warning?: string;
  readonly suggestions: readonly string[];
}

/**
 * Stands in for a password that couldn't be estimated in time: nothing is known in its favour, so
 * it counts as guessed at once. Refusing is the safe error; the answer says what happened.
 */
export const UNKNOWN_STRENGTH: Strength = {
  score: 0,
  guessesLog10: 0,
  crackTimes: {
    online100PerHour: 'unknown',
    online10PerSecond: 'unknown',
    offlineSlowHash: 'unknown',
    offlineFastHash: 'unknown',
  },
  patterns: [],
  warning: 'The strength could not be estimated in time, so the worst is assumed',
  suggestions: ['Choose words and characters with fewer look-alikes such as 4, 1, 7, @ or |'],
};
