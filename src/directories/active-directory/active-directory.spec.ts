import { describe, expect, it } from 'vitest';
import { LdapEntry } from '../ldap/ldap-entry.js';
import { parseDuration, parseFiletime } from './filetime.js';
import { guidDn, guidText, isGuid } from './guid.js';
import { userState } from './user-state.js';

describe('FILETIME', () => {
  it('counts ticks of 100 ns since 1601', () => {
    expect(parseFiletime('116444736000000000')).toEqual(new Date(0));
    expect(parseFiletime('134084160000000000')).toEqual(new Date('2025-11-24T00:00:00Z'));
  });

  it.each([undefined, '0', '-1', '9223372036854775807', 'x'])('is no time as %s', (text) => {
    expect(parseFiletime(text)).toBeUndefined();
  });

  it('has durations as negative ticks', () => {
    expect(parseDuration('-36288000000000')).toBe(42 * 86_400);
    expect(parseDuration('-9223372036854775808')).toBeUndefined();
    expect(parseDuration('0')).toBeUndefined();
  });
});

describe('objectGUID', () => {
  it('is written as the directory’s tools write it', () => {
    const bytes = Buffer.from('00112233445566778899aabbccddeeff', 'hex');

    expect(guidText(bytes)).toBe('33221100-5544-7766-8899-aabbccddeeff');
    expect(isGuid(guidText(bytes))).toBe(true);
    expect(guidDn(guidText(bytes))).toBe('<GUID=33221100-5544-7766-8899-aabbccddeeff>');
    expect(isGuid('*)(uid=*')).toBe(false);
  });
});

describe('userState', () => {
  const NOW = new Date('2026-11-26T00:00:00Z');
  const anEntry = (attributes: Record<string, string> = {}) =>
    new LdapEntry('CN=a', {
      userAccountControl: '512',
      pwdLastSet: '134084160000000000',
      ...attributes,
    });

  it('tells a usable account', () => {
    expect(userState(anEntry({ accountExpires: '9223372036854775807' }), NOW)).toEqual({
      active: true,
      locked: false,
      mustChange: false,
      passwordNeverExpires: false,
      passwordChangedAt: new Date('2025-11-24T00:00:00Z'),
    });
  });

  it('tells disabled, locked out and expired accounts', () => {
    expect(userState(anEntry({ userAccountControl: '514' }), NOW).active).toBe(false);
    expect(userState(anEntry({ 'msDS-User-Account-Control-Computed': '16' }), NOW)).toMatchObject({
      active: false,
      locked: true,
    });
    expect(userState(anEntry({ accountExpires: '134084160000000000' }), NOW).active).toBe(false);
  });

  it('knows that an account whose password never expires is asked for nothing', () => {
    expect(userState(anEntry({ pwdLastSet: '0' }), NOW).mustChange).toBe(true);
    expect(
      userState(anEntry({ pwdLastSet: '0', userAccountControl: '66048' }), NOW).mustChange,
    ).toBe(false);
  });
});
