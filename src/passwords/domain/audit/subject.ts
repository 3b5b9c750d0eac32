/** Flags of Windows directories, as far as the source has them. */
export interface DirectoryFlags {
  /** `userAccountControl` (MS-ADTS 2.2.16). */
  readonly userAccountControl?: number;
  readonly isAdmin?: boolean;
  readonly hasServiceName?: boolean;
  /** `msDS-SupportedEncryptionTypes`. */
  readonly encryptionTypes?: number;
  /** Whether the source had Kerberos keys of type AES for it; absent where it had none for anybody. */
  readonly hasAesKeys?: boolean;
  /** Whether the source had the password itself, as reversible encryption keeps it. */
  readonly hasCleartext?: boolean;
  /** Whether there is an LM hash beside the NT hash. */
  readonly hasLmHash?: boolean;
  readonly isComputer?: boolean;
}

/**
 * One account of an audit with its stored password. It is in memory, or sealed: the hash is as good
 * as the password where the scheme is weak.
 */
export interface AuditSubject {
  /** As the source spells it. */
  readonly login: string;
  /** As stored; absent where the source had none. */
  readonly hash?: string;
  /** What a hash without a label is: `CRYPT`, `NT`. */
  readonly defaultLabel?: string;
  readonly displayName?: string;
  readonly mail?: string;
  /** Where in the organisation. */
  readonly unit?: string;
  readonly active?: boolean;
  /** ISO 8601. */
  readonly changedAt?: string;
  readonly neverExpires?: boolean;
  readonly mustChange?: boolean;
  /** Whether any password policy of the directory applies; absent where it isn't known. */
  readonly hasPolicy?: boolean;
  /** When each further password of the account, for one application, was set: ISO 8601. */
  readonly appPasswordsChangedAt?: readonly string[];
  readonly flags?: DirectoryFlags;
}
