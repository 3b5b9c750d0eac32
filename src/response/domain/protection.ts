import { fitsPattern } from './login-pattern.js';
import type { ResponsePolicy } from './response-policy.js';

/** What the guard rails look at, of an account. */
export interface GuardedAccount {
  readonly login: string;
  /** Protected in Authwarden itself, whatever the policy's patterns say. */
  readonly isProtected: boolean;
  /** As the directory names them; none where it doesn't say. */
  readonly groups: readonly string[];
  /** Whether the directory exempts its password from expiry. */
  readonly passwordNeverExpires: boolean;
}

type Patterns = Pick<
  ResponsePolicy,
  'protectedLogins' | 'protectedGroups' | 'serviceAccounts' | 'administratorGroups'
>;

/** Why an account is protected, for people; undefined when it isn't. */
export function protectionOf(
  { login, isProtected, groups }: GuardedAccount,
  { protectedLogins, protectedGroups }: Patterns,
): string | undefined {
  if (isProtected) return 'it is marked as protected';
  const byLogin = protectedLogins.find((pattern) => fitsPattern(login, pattern));
  if (byLogin !== undefined) return `its login fits ${byLogin} of protectedLogins`;
  const byGroup = protectedGroups.find((pattern) =>
    groups.some((group) => fitsPattern(group, pattern)),
  );
  return byGroup === undefined
    ? undefined
    : `it is in a group that fits ${byGroup} of protectedGroups`;
}

/** Why an account is taken for one that programs use, for people; undefined when it isn't. */
export function serviceAccountBy(
  { login, passwordNeverExpires }: GuardedAccount,
  { serviceAccounts: { patterns, neverExpires } }: Patterns,
): string | undefined {
  const fitting = patterns.find((pattern) => fitsPattern(login, pattern));
  if (fitting !== undefined) return `its login fits ${fitting} of serviceAccounts`;
  return neverExpires && passwordNeverExpires ? 'its password never expires' : undefined;
}

/** Whether an account administers the directory. */
export function isAdministrator(
  { groups }: Pick<GuardedAccount, 'groups'>,
  { administratorGroups }: Pick<Patterns, 'administratorGroups'>,
): boolean {
  return administratorGroups.some((pattern) => groups.some((group) => fitsPattern(group, pattern)));
}
