import { type Clock, MINUTE_MS } from '../../kernel/clock.js';
import type { EffectivePolicy } from '../domain/effective-policy.js';
import type { LdapConnection } from '../ldap/ldap-connection.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import { type LdapSite, readEntry } from './site-probe.js';

/** A policy, and whether it is certain that it holds for the account. */
export interface PolicyFinding {
  readonly policy: EffectivePolicy;
  readonly certain: boolean;
}

const KEPT_MS = 5 * MINUTE_MS;
/** Policies that are remembered; more are read again and again. */
const KEPT_POLICIES = 200;

const ATTRIBUTES = [
  'pwdLockout',
  'pwdLockoutDuration',
  'pwdMaxFailure',
  'pwdMustChange',
  'pwdMinLength',
  'pwdInHistory',
  'pwdMaxAge',
  'pwdMinAge',
  'pwdCheckQuality',
];

/** Finds the password policy that holds for an entry (slapo-ppolicy(5)). */
export class PolicyBook {
  private readonly kept = new Map<string, { policy: EffectivePolicy | undefined; atMs: number }>();

  constructor(private readonly clock: Clock) {}

  /** Undefined where no policy holds, or it can't be told which. */
  async of(
    connection: LdapConnection,
    site: LdapSite,
    entry: LdapEntry,
  ): Promise<PolicyFinding | undefined> {
    if (!site.hasPolicy) return undefined;
    const named = entry.text('pwdPolicySubentry');
    const dn = named ?? site.defaultPolicy?.dn;
    const policy = dn === undefined ? undefined : await this.read(connection, dn);
    const certain = named !== undefined || site.defaultPolicy?.source !== 'assumed';
    return policy && { policy, certain };
  }

  private async read(connection: LdapConnection, dn: string): Promise<EffectivePolicy | undefined> {
    const nowMs = this.clock.now().getTime();
    const kept = this.kept.get(dn);
    if (kept && nowMs - kept.atMs < KEPT_MS) return kept.policy;
    const entry = await readEntry(connection, dn, ATTRIBUTES);
    const policy = entry && policyOf(entry);
    if (this.kept.size >= KEPT_POLICIES) this.kept.clear();
    this.kept.set(dn, { policy, atMs: nowMs });
    return policy;
  }
}

/** Reads a pwdPolicy entry; 0 means "no limit" in each of its numbers. */
export function policyOf(entry: LdapEntry): EffectivePolicy {
  const limit = (attribute: string) => entry.integer(attribute) || undefined;
  const minLength = limit('pwdMinLength');
  const historyLength = limit('pwdInHistory');
  const maxAgeSeconds = limit('pwdMaxAge');
  const minAgeSeconds = limit('pwdMinAge');
  const lockoutThreshold = limit('pwdMaxFailure');
  const lockoutSeconds = limit('pwdLockoutDuration');
  return {
    origin: entry.dn,
    ...(minLength === undefined ? {} : { minLength }),
    ...(historyLength === undefined ? {} : { historyLength }),
    complexity: (entry.integer('pwdCheckQuality') ?? 0) > 0,
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
    ...(minAgeSeconds === undefined ? {} : { minAgeSeconds }),
    lockout: entry.flag('pwdLockout') ?? false,
    ...(lockoutThreshold === undefined ? {} : { lockoutThreshold }),
    ...(lockoutSeconds === undefined ? {} : { lockoutSeconds }),
    mustChange: entry.flag('pwdMustChange') ?? false,
  };
}
