import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subjectNames } from './event-subject.js';

const SENDER = 'https://idp.example.com';
const alice = { kind: 'login', login: 'alice@example.com' };
const issued = { kind: 'issued', issuer: SENDER, subject: '7f3a' };

describe('the subject of a security event', () => {
  it.each([
    ['a mail address', { format: 'email', email: 'alice@example.com' }, [alice]],
    ['an account', { format: 'account', uri: 'acct:alice@example.com' }, [alice]],
    [
      'an account with an encoded name',
      { format: 'account', uri: 'acct:alice%40example.com@idp.example.com' },
      [{ kind: 'login', login: 'alice@example.com@idp.example.com' }],
    ],
    ['issuer and subject', { format: 'iss_sub', iss: SENDER, sub: '7f3a' }, [issued]],
    ["an id of the sender's", { format: 'opaque', id: '7f3a' }, [issued]],
    [
      'several of these',
      {
        format: 'aliases',
        identifiers: [
          { format: 'phone_number', phone_number: '+12065550100' },
          { format: 'email', email: 'alice@example.com' },
          { format: 'opaque', id: '7f3a' },
        ],
      },
      [alice, issued],
    ],
    [
      'the person of a complex subject',
      {
        format: 'complex',
        user: { format: 'email', email: 'alice@example.com' },
        tenant: { format: 'opaque', id: 'tenant' },
      },
      [alice],
    ],
    ['a former subject type', { subject_type: 'iss-sub', iss: SENDER, sub: '7f3a' }, [issued]],
  ])('is named by %s', (_what, subject, names) => {
    expect(subjectNames(subject, SENDER)).toEqual(names);
  });

  it.each([
    ['a phone number', { format: 'phone_number', phone_number: '+12065550100' }],
    ['a URI that is no account', { format: 'account', uri: 'mailto:alice@example.com' }],
    ['a broken encoding', { format: 'account', uri: 'acct:%zz@example.com' }],
    ['an address longer than any', { format: 'email', email: `${'a'.repeat(400)}@example.com` }],
    ['aliases within aliases', { format: 'aliases', identifiers: [{ format: 'aliases' }] }],
    ['nothing', undefined],
  ])('is nobody by %s', (_what, subject) => {
    expect(subjectNames(subject, SENDER)).toEqual([]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (subject) => {
        expect(Array.isArray(subjectNames(subject, SENDER))).toBe(true);
      }),
    );
  });
});
