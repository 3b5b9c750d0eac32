import type { PolicyFinding } from './policy-book.js';
import { LOCK_END } from './entry-state.js';
import type { EntrySettings, SiteFlag } from './openldap-settings.js';
import type { LdapSite } from './site-probe.js';

/** What keeps an account out when it is locked. */
export type LockMethod =
  | { readonly by: 'attribute'; readonly flag: SiteFlag }
  | { readonly by: 'policy' }
  /** Both: the policy's lock where it can't be told whether the policy holds, and the end that always does. */
  | { readonly by: 'policy-and-end' }
  | { readonly by: 'end' }
  | { readonly by: 'nothing'; readonly reason: string };

interface Circumstances {
  readonly settings: EntrySettings;
  readonly site: LdapSite;
  readonly finding: PolicyFinding | undefined;
  /** `pwdEndTime` of the entry. */
  readonly end: string | undefined;
}

/**
 * How an account can be locked so that it has an effect. `pwdAccountLockedTime` is silently without
 * one unless the policy in effect has `pwdLockout` (slapo-ppolicy(5)).
 */
export function lockMethod({ settings, site, finding, end }: Circumstances): LockMethod {
  if (settings.lockAttribute) return { by: 'attribute', flag: settings.lockAttribute };
  const mayEnd = site.hasEndTime && (end === undefined || end === LOCK_END);
  if (finding?.policy.lockout === true) {
    if (finding.certain) return { by: 'policy' };
    if (mayEnd) return { by: 'policy-and-end' };
  }
  if (mayEnd) return { by: 'end' };
  return { by: 'nothing', reason: reasonFor({ settings, site, finding, end }) };
}

function reasonFor({ site, finding, end }: Circumstances): string {
  if (end !== undefined)
    return 'the account has a pwdEndTime of its own, which a lock would overwrite, and its password policy has no pwdLockout';
  if (!site.hasPolicy)
    return 'the server has no password policy overlay; name an attribute of the site as lockAttribute';
  if (finding?.policy.lockout === true)
    return 'nothing says that the password policy holds for this account; name it as defaultPolicyDn';
  return finding
    ? `its password policy (${finding.policy.origin}) has no pwdLockout, so a lock would have no effect`
    : 'no password policy is known to hold for the account; name it as defaultPolicyDn, or an attribute as lockAttribute';
}
