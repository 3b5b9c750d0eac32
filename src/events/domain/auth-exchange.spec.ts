import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOfLogin, accountOfPlain, challengeOf, pseudonym } from './auth-exchange.js';

describe('an AUTH exchange', () => {
  it.each(['alice', 'alice@example.test', 'EXAMPLE\\alice', 'jürgen@example.test', 'Al Ice'])(
    'names %s in AUTH LOGIN',
    (name) => {
      expect(accountOfLogin(base64(name))).toBe(name);
    },
  );

  it.each([
    ['a challenge', 'VXNlcm5hbWU6'],
    ['a challenge for the password', 'UGFzc3dvcmQ6'],
    ['a challenge with a NUL', base64('User Name\0')],
    ['a challenge in lower case', base64('username:')],
    ['no base64', 'ENC:9f3a'],
    ['base64 that is cut', 'YWxpY2'],
    ['control characters', base64('alice\u0007')],
    ['a line break', base64('alice\nbob')],
    ['no UTF-8', Buffer.from([0xff, 0xfe, 0xfd]).toString('base64')],
    ['a digest', 'deadbeefdeadbeefdeadbeefdeadbeef'],
    ['a name that is too long', base64('x'.repeat(321))],
    ['a response that is too long', base64('x'.repeat(100_000))],
    ['nothing', ''],
  ])('names nobody in AUTH LOGIN with %s', (_case, response) => {
    expect(accountOfLogin(response)).toBeUndefined();
  });

  it.each([
    ['the authentication id', '\0alice\0Sesame-99', 'alice'],
    ['whose password it is', 'boss\0alice\0Sesame-99', 'alice'],
    ['the authorisation id when there is no other', 'alice\0\0Sesame-99', 'alice'],
    ['nobody without a password', 'alice', undefined],
    ['nobody without a name', '\0\0Sesame-99', undefined],
  ])('names %s in AUTH PLAIN', (_case, payload, expected) => {
    expect(accountOfPlain(base64(payload))).toBe(expected);
  });

  it('never gives the password away', () => {
    const name = fc.stringMatching(/^[a-z]{1,9}$/);
    const password = fc.stringMatching(/^[A-Z0-9]{10,40}$/);

    fc.assert(
      fc.property(name, password, (account, secret) => {
        expect(accountOfPlain(base64(`\0${account}\0${secret}`))).toBe(account);
      }),
    );
  });

  it('tells what is asked for', () => {
    expect(
      ['VXNlcm5hbWU6', base64('User Name\0'), 'UGFzc3dvcmQ6', base64('hello'), ''].map(challengeOf),
    ).toEqual(['account', 'account', 'password', 'other', 'other']);
  });

  it('gives an encrypted id one opaque pseudonym', () => {
    expect(pseudonym('ENC:9f3a')).toMatch(/^encrypted:[0-9a-f]{16}$/);
    expect(pseudonym('ENC:9f3a')).toBe(pseudonym('ENC:9f3a'));
    expect(pseudonym('ENC:9f3a')).not.toBe(pseudonym('ENC:9f3b'));
  });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
