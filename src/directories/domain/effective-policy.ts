/** The rules that a directory itself applies to an account's password; what it doesn't say is absent. */
export interface EffectivePolicy {
  /** Where they come from: the DN of a policy entry, `domain`, a setting. */
  readonly origin: string;
  /** Fewest characters. */
  readonly minLength?: number;
  /** Former passwords that may not be used again. */
  readonly historyLength?: number;
  /** Whether several classes of characters are asked for. */
  readonly complexity?: boolean;
  /** Seconds until a password expires; absent: never. */
  readonly maxAgeSeconds?: number;
  /** Seconds before a password may be changed again. */
  readonly minAgeSeconds?: number;
  /** Whether an account that was locked by an operation or by failures is kept out. */
  readonly lockout?: boolean;
  /** Failures that lock an account. */
  readonly lockoutThreshold?: number;
  /** Seconds that such a lock lasts; absent: until somebody unlocks. */
  readonly lockoutSeconds?: number;
  /** Whether a password that an administrator has set must be changed at the next sign-in. */
  readonly mustChange?: boolean;
}
