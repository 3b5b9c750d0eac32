import { SECOND_MS } from '../../kernel/clock.js';
import type { DirectoryState } from '../domain/connector.js';
import type { EffectivePolicy } from '../domain/effective-policy.js';
import { parseGeneralizedTime } from '../ldap/generalized-time.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import type { EntrySettings, SiteFlag } from './openldap-settings.js';

/** A lock that only an administrator takes back (draft-behera-ldap-password-policy, 5.3.3). */
export const LOCKED_FOR_GOOD = '000001010000Z';
/** Ends that we set: any past time keeps the account out, these are known again as ours. */
export const LOCK_END = '19700101000001Z';
export const DISABLE_END = '19700101000002Z';

/** Attributes that a state is read from, beside those of the site. */
export const STATE_ATTRIBUTES = [
  'pwdAccountLockedTime',
  'pwdAccountTmpLockoutEnd',
  'pwdChangedTime',
  'pwdEndTime',
  'pwdPolicySubentry',
  'pwdReset',
  'pwdStartTime',
];

/** What is needed beside an entry to tell its state. */
export interface StateContext {
  readonly policy: EffectivePolicy | undefined;
  /** Whether the server has password policies at all. */
  readonly hasPolicy: boolean;
  readonly settings: EntrySettings;
  readonly now: Date;
}

/** Whether one of the site's own marks is set; undefined without such a mark. */
export function siteFlag(entry: LdapEntry, flag: SiteFlag | null | undefined): boolean | undefined {
  if (!flag) return undefined;
  return entry.texts(flag.attribute).some((value) => value.toLowerCase() === flag.on.toLowerCase());
}

/** Whether `pwdAccountLockedTime` keeps the account out now. */
export function isLockedOut(entry: LdapEntry, { policy, now }: StateContext): boolean {
  // Without pwdLockout the attribute is there and does nothing.
  if (policy?.lockout === false) return false;
  const until = parseGeneralizedTime(entry.text('pwdAccountTmpLockoutEnd'));
  if (until && until > now) return true;
  const since = entry.text('pwdAccountLockedTime');
  if (since === undefined) return false;
  const at = parseGeneralizedTime(since);
  if (since === LOCKED_FOR_GOOD || policy?.lockoutSeconds === undefined || !at) return true;
  return at.getTime() + policy.lockoutSeconds * SECOND_MS > now.getTime();
}

/** Whether the account's time is over, or hasn't come. */
export function isOutOfTime(entry: LdapEntry, now: Date): boolean {
  const start = parseGeneralizedTime(entry.text('pwdStartTime'));
  const end = parseGeneralizedTime(entry.text('pwdEndTime'));
  return (start !== undefined && start > now) || (end !== undefined && end <= now);
}

/** What an entry says of its account. */
export function entryState(entry: LdapEntry, context: StateContext): DirectoryState {
  const { policy, hasPolicy, settings, now } = context;
  const locked =
    isLockedOut(entry, context) ||
    entry.text('pwdEndTime') === LOCK_END ||
    (siteFlag(entry, settings.lockAttribute) ?? false);
  const disabled = isOutOfTime(entry, now) || (siteFlag(entry, settings.disableAttribute) ?? false);
  const outboundHeld = siteFlag(entry, settings.outboundHoldAttribute);
  const changedAt = parseGeneralizedTime(entry.text('pwdChangedTime'));
  const maxAge = policy?.maxAgeSeconds;
  return {
    active: !locked && !disabled,
    locked,
    // Without pwdMustChange the mark is there and asks for nothing.
    ...(hasPolicy
      ? { mustChange: policy?.mustChange !== false && entry.flag('pwdReset') === true }
      : {}),
    ...(changedAt ? { passwordChangedAt: changedAt } : {}),
    ...(changedAt && maxAge !== undefined
      ? { passwordExpiresAt: new Date(changedAt.getTime() + maxAge * SECOND_MS) }
      : {}),
    ...(policy ? { passwordNeverExpires: maxAge === undefined } : {}),
    ...(outboundHeld === undefined ? {} : { outboundHeld }),
  };
}
