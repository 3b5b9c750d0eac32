import { BerReader, BerWriter } from 'ldapts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parentOf } from './dn.js';
import { generalizedTime, parseGeneralizedTime } from './generalized-time.js';
import { LdapUrl } from './ldap-target.js';
import { PolicyControl } from './policy-control.js';

describe('generalized time', () => {
  it('is read with and without seconds and fractions', () => {
    expect(parseGeneralizedTime('20261126013434.156400Z')).toEqual(
      new Date('2026-11-26T01:34:34.156Z'),
    );
    expect(parseGeneralizedTime('202611260134Z')).toEqual(new Date('2026-11-26T01:34:00Z'));
    expect(parseGeneralizedTime('000001010000Z')).toEqual(new Date('0000-01-01T00:00:00Z'));
    expect(parseGeneralizedTime('20261126013434+0100')).toBeUndefined();
    expect(parseGeneralizedTime(undefined)).toBeUndefined();
  });

  it('is read as it was written, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const time = new Date(seconds * 1_000);

        expect(parseGeneralizedTime(generalizedTime(time))).toEqual(time);
      }),
    );
  });
});

describe('parentOf', () => {
  it('ends the first part at a comma that isn’t escaped', () => {
    expect(parentOf('uid=a\\,b\\\\,ou=people,dc=example')).toBe('ou=people,dc=example');
    expect(parentOf('dc=example')).toBeUndefined();
    expect(parentOf('cn=a\\')).toBeUndefined();
  });
});

describe('PolicyControl', () => {
  it('reads warning and error', () => {
    const writer = new BerWriter();
    writer.startSequence();
    writer.writeBuffer(Buffer.from([0x80, 1, 5]), 0xa0);
    writer.writeBuffer(Buffer.from([1]), 0x81);
    writer.endSequence();
    const control = new PolicyControl();

    control.parse(new BerReader(writer.buffer));

    expect(control.error).toBe('accountLocked');
  });

  it('has no error where the answer has none', () => {
    const control = new PolicyControl();

    control.parse(new BerReader(Buffer.from([0x30, 0])));

    expect(control.error).toBeUndefined();
  });
});

describe('LdapUrl', () => {
  it.each([
    'http://ldap.example.com',
    'ldap://',
    'ldap://cn=a:secret@ldap.example.com',
    'ldap://ldap.example.com/dc=example',
    'ldap.example.com',
  ])('refuses %s', (url) => {
    expect(LdapUrl.safeParse(url).success).toBe(false);
  });

  it.each(['ldap://ldap.example.com', 'ldaps://[2001:db8::1]:636'])('takes %s', (url) => {
    expect(LdapUrl.safeParse(url).success).toBe(true);
  });
});
