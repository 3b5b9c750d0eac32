import type { Severity } from './severity.js';

/** Something that an audit can find, whoever it finds it at. */
export interface FindingKind {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** What to do about it, a sentence. */
  readonly fix: string;
  /** Whether it means that somebody else may know the password now, and so raises the account's risk. */
  readonly isExposure?: boolean;
}

const kind = (
  id: string,
  severity: Severity,
  title: string,
  fix: string,
  isExposure = false,
): FindingKind => ({ id, severity, title, fix, ...(isExposure ? { isExposure } : {}) });

const RESET = 'Have the password changed.';

/**
 * Every finding. The first fifteen are those of DSInternals' Test-PasswordQuality; the others are
 * for directories and mail servers of any kind.
 */
export const FINDING_KINDS = [
  kind(
    'reversible-encryption',
    'high',
    'The directory keeps the password itself',
    'Switch reversible encryption off, then have the password changed.',
    true,
  ),
  kind(
    'lm-hash',
    'high',
    'There is an LM hash',
    'Set NoLMHash, then have the password changed: LM hashes are guessed completely.',
    true,
  ),
  kind(
    'empty-password',
    'critical',
    'The password is empty',
    'Set a password, or disable the account.',
    true,
  ),
  kind(
    'guessed-password',
    'high',
    'The password was guessed',
    `${RESET} It was among the guesses that attackers begin with.`,
    true,
  ),
  kind(
    'shared-password',
    'high',
    'Several accounts have the same password',
    'Give each account a password of its own; who knows one knows all.',
  ),
  kind('name-as-password', 'critical', 'The password is the name', RESET, true),
  kind(
    'default-computer-password',
    'high',
    'A computer has its default password',
    'Reset the computer account.',
    true,
  ),
  kind(
    'aes-keys-missing',
    'medium',
    'There are no AES keys for Kerberos',
    'Have the password changed, which makes them.',
  ),
  kind(
    'preauthentication-off',
    'high',
    'Kerberos pre-authentication is off',
    'Switch it on: without it anybody can fetch material to guess the password with.',
  ),
  kind(
    'des-only',
    'high',
    'Kerberos is limited to DES',
    'Clear the flag, then have the password changed.',
  ),
  kind(
    'kerberoastable',
    'medium',
    'A service account without AES',
    'Allow AES and give it a long random password, or use a managed account.',
  ),
  kind(
    'delegatable-admin',
    'medium',
    'An administrator who can be delegated',
    'Mark the account as sensitive: it can’t be delegated then.',
  ),
  kind(
    'never-expires',
    'low',
    'The password never expires',
    'Clear the exemption, unless a long random password and a reason are on record.',
  ),
  kind(
    'password-not-required',
    'high',
    'No password is required',
    'Clear the flag: an empty password would be taken.',
  ),
  kind(
    'smart-card-with-password',
    'low',
    'A smart card user has a password that is old',
    'Let the directory replace it regularly.',
  ),

  kind(
    'cleartext-password',
    'critical',
    'The password is stored in clear',
    'Store it hashed, then have it changed: whoever read the store knows it.',
    true,
  ),
  kind(
    'weak-scheme',
    'medium',
    'The password is stored in a weak scheme',
    'Store it with bcrypt, Argon2 or PBKDF2 at its next change.',
  ),
  kind(
    'truncating-scheme',
    'medium',
    'Only the beginning of the password counts',
    'Store it in a scheme without that limit at its next change.',
  ),
  kind(
    'cram-md5-stored',
    'high',
    'What is stored is as good as the password',
    'Stop offering CRAM-MD5 and store another scheme: its hash signs in by itself.',
  ),
  kind('breached-password', 'critical', 'The password is in a breach list', RESET, true),
  kind('default-password', 'critical', 'The password is one that is handed out', RESET, true),
  kind(
    'old-password',
    'low',
    'The password is old',
    'Have it changed if it may be known to others; see who it has outlived.',
  ),
  kind(
    'must-change-ignored',
    'medium',
    'A password was to be changed and wasn’t',
    'Ask the owner, or disable the account: the one who set it knows it.',
  ),
  kind(
    'no-effective-policy',
    'medium',
    'No password policy holds for the account',
    'Let a policy of the directory apply to it.',
  ),
  kind(
    'app-password-old',
    'low',
    'A password for one application is old',
    'Revoke it and make a new one where it is still used.',
  ),
  kind(
    'policy-violation',
    'medium',
    'The password breaks the policy',
    'Have it changed; the policy says which rules it breaks.',
  ),
] as const;

const BY_ID: ReadonlyMap<string, FindingKind> = new Map(
  FINDING_KINDS.map((finding) => [finding.id, finding]),
);

/** A kind by its id; undefined for one of another version. */
export function findingKind(id: string): FindingKind | undefined {
  return BY_ID.get(id);
}
