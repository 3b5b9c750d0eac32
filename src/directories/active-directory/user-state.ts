import type { DirectoryState } from '../domain/connector.js';
import type { LdapEntry } from '../ldap/ldap-entry.js';
import { parseFiletime } from './filetime.js';

/** Bits of userAccountControl and its computed sibling ([MS-ADTS] 2.2.16). */
export const UAC = { disabled: 0x2, lockedOut: 0x10, neverExpires: 0x10000 } as const;

/** Attributes that a state is read from. */
export const STATE_ATTRIBUTES = [
  'userAccountControl',
  'msDS-User-Account-Control-Computed',
  'msDS-UserPasswordExpiryTimeComputed',
  'accountExpires',
  'pwdLastSet',
  'whenChanged',
];

/** A bit of userAccountControl. */
export function hasFlag(entry: LdapEntry, flag: number): boolean {
  return ((entry.integer('userAccountControl') ?? 0) & flag) !== 0;
}

/** What an entry says of its account. */
export function userState(entry: LdapEntry, now: Date): DirectoryState {
  const computed = entry.integer('msDS-User-Account-Control-Computed') ?? 0;
  const expires = parseFiletime(entry.text('accountExpires'));
  const locked = (computed & UAC.lockedOut) !== 0;
  const isOver = expires !== undefined && expires <= now;
  const neverExpires = hasFlag(entry, UAC.neverExpires);
  const changedAt = parseFiletime(entry.text('pwdLastSet'));
  const passwordExpires = parseFiletime(entry.text('msDS-UserPasswordExpiryTimeComputed'));
  return {
    active: !hasFlag(entry, UAC.disabled) && !locked && !isOver,
    locked,
    // Of an account whose password never expires, 0 asks for nothing.
    mustChange: entry.text('pwdLastSet') === '0' && !neverExpires,
    passwordNeverExpires: neverExpires,
    ...(changedAt ? { passwordChangedAt: changedAt } : {}),
    ...(passwordExpires ? { passwordExpiresAt: passwordExpires } : {}),
  };
}
