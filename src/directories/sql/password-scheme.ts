import { argon2id } from './schemes/argon2id.js';
import { blfCrypt } from './schemes/blf-crypt.js';
import type { PasswordScheme } from './schemes/password-scheme.js';
import { pbkdf2Sha1 } from './schemes/pbkdf2.js';
import { sha512Crypt } from './schemes/sha512-crypt.js';
import { ssha512 } from './schemes/ssha512.js';

/** Every scheme that a forced reset can write. */
export const PASSWORD_SCHEMES: readonly PasswordScheme[] = [
  ssha512,
  sha512Crypt,
  blfCrypt,
  argon2id,
  pbkdf2Sha1,
];

/** What the `scheme` setting may say: `detect`, or a scheme's name with or without braces. */
export const SCHEME_SETTING =
  /^(?:detect|\{?(?:SSHA512|SHA512-CRYPT|BLF-CRYPT|ARGON2ID|PBKDF2)\}?)$/;

/** How a password is to be stored: what stands before the scheme's own text, and the scheme. */
export interface StorageForm {
  /** `{NAME}`, or nothing. */
  readonly prefix: string;
  readonly scheme: PasswordScheme;
}

/** Weaker relatives, and the scheme that takes their place. */
const SUCCESSORS: ReadonlyMap<string, PasswordScheme> = new Map([
  ['SSHA', ssha512],
  ['SSHA256', ssha512],
  ['SHA256-CRYPT', sha512Crypt],
  ['MD5-CRYPT', sha512Crypt],
  ['ARGON2I', argon2id],
  ['ARGON2', argon2id],
  ...PASSWORD_SCHEMES.map((scheme) => [scheme.name, scheme] as const),
]);

/** What crypt(3) text begins with; sites that write it without a name verify by these marks. */
const CRYPT_MARKS: readonly (readonly [mark: string, scheme: PasswordScheme])[] = [
  ['$argon2', argon2id],
  ['$2', blfCrypt],
  ['$6$', sha512Crypt],
  ['$5$', sha512Crypt],
  ['$1$', sha512Crypt],
];

const NAMED = /^\{([A-Za-z0-9-]{1,32})(?:\.[A-Za-z0-9]{1,8})?\}/;

/**
 * How a new password is stored: as the setting says, else as the account's present one, else as
 * `{BLF-CRYPT}`. A weak scheme gives way to a strong one that the same software verifies.
 *
 * @param setting matches {@link SCHEME_SETTING}
 * @param stored the account's present password field
 */
export function storageForm(setting: string, stored: string): StorageForm {
  const wanted = setting.replace(/[{}]/g, '');
  const named = PASSWORD_SCHEMES.find((scheme) => scheme.name === wanted);
  if (named) return { prefix: `{${named.name}}`, scheme: named };

  const name = NAMED.exec(stored)?.[1]?.toUpperCase();
  if (name === 'CRYPT') {
    const inner = byMark(stored.slice('{CRYPT}'.length));
    return { prefix: '{CRYPT}', scheme: inner ?? blfCrypt };
  }
  if (name !== undefined) {
    const scheme = SUCCESSORS.get(name) ?? blfCrypt;
    return { prefix: `{${scheme.name}}`, scheme };
  }
  const marked = byMark(stored);
  if (marked) return { prefix: '', scheme: marked };
  return { prefix: `{${blfCrypt.name}}`, scheme: blfCrypt };
}

/** Whether a stored password was encoded with this seed, in whichever scheme. */
export function isSeededBy(stored: string, seed: Uint8Array): boolean {
  const body = stored.replace(NAMED, '');
  return PASSWORD_SCHEMES.some((scheme) => scheme.isSeededBy(body, seed));
}

function byMark(text: string): PasswordScheme | undefined {
  return CRYPT_MARKS.find(([mark]) => text.startsWith(mark))?.[1];
}
