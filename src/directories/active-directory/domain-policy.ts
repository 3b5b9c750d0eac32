import type { EffectivePolicy } from '../domain/effective-policy.js';
import type { LdapConnection } from '../ldap/ldap-connection.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import { type Domain, entryAt } from './domain-probe.js';
import { parseDuration } from './filetime.js';

/** DOMAIN_PASSWORD_COMPLEX of pwdProperties ([MS-SAMR] 2.2.3.5). */
const COMPLEX = 0x1;

/** The same rules by the names that the domain and a password settings object have for them. */
const DOMAIN_NAMES = {
  minLength: 'minPwdLength',
  history: 'pwdHistoryLength',
  maxAge: 'maxPwdAge',
  minAge: 'minPwdAge',
  threshold: 'lockoutThreshold',
  lockout: 'lockoutDuration',
};
const PSO_NAMES: typeof DOMAIN_NAMES = {
  minLength: 'msDS-MinimumPasswordLength',
  history: 'msDS-PasswordHistoryLength',
  maxAge: 'msDS-MaximumPasswordAge',
  minAge: 'msDS-MinimumPasswordAge',
  threshold: 'msDS-LockoutThreshold',
  lockout: 'msDS-LockoutDuration',
};
const PSO_COMPLEXITY = 'msDS-PasswordComplexityEnabled';

/** The policy of an account: its password settings object, else the domain's own rules. */
export async function policyOf(
  connection: LdapConnection,
  domain: Domain,
  user: LdapEntry,
): Promise<EffectivePolicy | undefined> {
  const pso = user.text('msDS-ResultantPSO');
  if (pso !== undefined) {
    const entry = await entryAt(connection, pso, [...Object.values(PSO_NAMES), PSO_COMPLEXITY]);
    return entry && rules(entry, PSO_NAMES, entry.flag(PSO_COMPLEXITY) ?? false);
  }
  const attributes = [...Object.values(DOMAIN_NAMES), 'pwdProperties'];
  const head = await entryAt(connection, domain.domainDn, attributes);
  const complexity = ((head?.integer('pwdProperties') ?? 0) & COMPLEX) !== 0;
  return head && rules(head, DOMAIN_NAMES, complexity);
}

function rules(entry: LdapEntry, names: typeof DOMAIN_NAMES, complexity: boolean): EffectivePolicy {
  const minLength = entry.integer(names.minLength);
  const historyLength = entry.integer(names.history);
  const maxAgeSeconds = parseDuration(entry.text(names.maxAge));
  const minAgeSeconds = parseDuration(entry.text(names.minAge));
  const lockoutThreshold = entry.integer(names.threshold);
  const lockoutSeconds = parseDuration(entry.text(names.lockout));
  return {
    origin: entry.dn,
    complexity,
    mustChange: true,
    lockout: (lockoutThreshold ?? 0) > 0,
    ...(minLength === undefined ? {} : { minLength }),
    ...(historyLength === undefined ? {} : { historyLength }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
    ...(minAgeSeconds === undefined ? {} : { minAgeSeconds }),
    ...(lockoutThreshold ? { lockoutThreshold } : {}),
    ...(lockoutSeconds === undefined ? {} : { lockoutSeconds }),
  };
}
