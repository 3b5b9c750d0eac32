/** How a site writes its login names. */
export interface LoginRules {
  /** `alice+news@example.com` is `alice@example.com`. */
  readonly plusAddressing: boolean;
  /** Domain of names that have none. */
  readonly defaultDomain?: string | undefined;
}

const MAX_LOGIN = 320;

/**
 * The one spelling of a login name: lower case, `DOMAIN\user` without the domain, as an address of
 * the default domain where there is one, without the plus part where the site says so.
 *
 * Aliases aren't resolved here: that takes the directory.
 *
 * @returns undefined when nothing is left of it
 */
export function canonicalLogin(text: string, rules: LoginRules): string | undefined {
  const lower = text.trim().normalize('NFC').toLowerCase().slice(0, MAX_LOGIN);
  const name = lower.slice(lower.lastIndexOf('\\') + 1);
  if (name === '') return undefined;
  const at = name.lastIndexOf('@');
  if (at === -1) return rules.defaultDomain ? `${name}@${rules.defaultDomain}` : name;
  const local = name.slice(0, at);
  const plus = rules.plusAddressing ? local.indexOf('+') : -1;
  return plus > 0 ? `${local.slice(0, plus)}${name.slice(at)}` : name;
}

/** The domain of an address in lower case, undefined when it has none. */
export function domainOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  return at === -1 || at === address.length - 1 ? undefined : address.slice(at + 1).toLowerCase();
}
