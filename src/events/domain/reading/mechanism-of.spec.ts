import { describe, expect, it } from 'vitest';
import { mechanismNamed, mechanismOf } from './mechanism-of.js';

describe('the mechanism of a sign-in', () => {
  it.each([
    ['PLAIN', 'plain'],
    ['plain', 'plain'],
    ['SCRAM-SHA-256-PLUS', 'scram'],
    ['XOAUTH2', 'oauth'],
    ['OAUTHBEARER', 'oauth'],
    ['GS2-KRB5', 'gssapi'],
    ['X-OWN', 'other'],
    ['', undefined],
    [undefined, undefined],
  ])('is told by its family: %s', (name, mechanism) => {
    expect(mechanismOf(name)).toBe(mechanism);
  });

  it.each([
    ['dovecot_plain', 'plain'],
    ['LOGIN_server', 'login'],
    ['cram_md5', 'cram-md5'],
    ['scram_sha_256', 'scram'],
    ['plain_login', undefined],
    ['fixed', undefined],
  ])('is read out of an authenticator’s name where that speaks of one: %s', (name, mechanism) => {
    expect(mechanismNamed(name)).toBe(mechanism);
  });
});
