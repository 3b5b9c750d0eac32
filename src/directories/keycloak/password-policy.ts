import type { EffectivePolicy } from '../domain/effective-policy.js';
import type { KeycloakRealm } from './keycloak-schemas.js';

const DAY_SECONDS = 86_400;
const CLASSES = ['upperCase', 'lowerCase', 'digits', 'specialChars'];

/**
 * What a realm asks of passwords. Its policy is a text such as
 * `length(12) and digits(1) and passwordHistory(3)`.
 *
 * @returns undefined where the service account may not see it
 */
export function policyOf(name: string, realm: KeycloakRealm): EffectivePolicy | undefined {
  if (realm.bruteForceProtected === undefined || realm.bruteForceProtected === null)
    return undefined;
  const rules = rulesIn(realm.passwordPolicy ?? '');
  const days = rules.get('forceExpiredPasswordChange');
  const classes = CLASSES.filter((each) => (rules.get(each) ?? 0) > 0);
  const minLength = rules.get('length');
  const historyLength = rules.get('passwordHistory');
  return {
    origin: `realm ${name}`,
    ...(minLength === undefined ? {} : { minLength }),
    ...(historyLength === undefined ? {} : { historyLength }),
    complexity: classes.length > 1,
    ...(days === undefined || days === 0 ? {} : { maxAgeSeconds: days * DAY_SECONDS }),
    ...lockout(realm),
    mustChange: true,
  };
}

function lockout(realm: KeycloakRealm): Partial<EffectivePolicy> {
  if (!realm.bruteForceProtected) return { lockout: false };
  const { failureFactor, maxFailureWaitSeconds, permanentLockout } = realm;
  return {
    lockout: true,
    ...(failureFactor ? { lockoutThreshold: failureFactor } : {}),
    ...(maxFailureWaitSeconds && !permanentLockout
      ? { lockoutSeconds: maxFailureWaitSeconds }
      : {}),
  };
}

/** Rules with their numbers; what has none counts as 0. */
function rulesIn(policy: string): ReadonlyMap<string, number> {
  const rules = policy.split(' and ').flatMap((rule) => {
    const [, name, value] = /^(\w{1,60})(?:\((\d{1,9})\))?$/.exec(rule.trim()) ?? [];
    return name === undefined ? [] : [[name, Number(value ?? 0)] as const];
  });
  return new Map(rules);
}
