import { describe, expect, it } from 'vitest';
import type { AuditSubject } from '../audit/subject.js';
import { FINDING_KINDS } from './catalogue.js';
import { findingsOf } from './find.js';
import type { TestResult } from './finding.js';

const OPTIONS = {
  now: '2026-11-26T00:00:00.000Z',
  oldAfterDays: 365,
  appPasswordOldAfterDays: 180,
  left: new Set<string>(),
};
const WELL: TestResult = { scheme: 'BLF-CRYPT', grade: 'strong', isEmpty: false, violations: [] };

function found(
  subject: Partial<AuditSubject>,
  result: Partial<TestResult> = {},
): readonly string[] {
  const whole: AuditSubject = { login: 'alice', hash: 'x', ...subject };
  return findingsOf(whole, { ...WELL, ...result }, OPTIONS).map(({ finding }) => finding);
}

/** Each finding with what it takes to be found; shared passwords are told at the end of a run. */
const CASES: readonly (readonly [string, Partial<AuditSubject>, Partial<TestResult>])[] = [
  ['reversible-encryption', { flags: { userAccountControl: 0x80 } }, {}],
  ['lm-hash', { flags: { hasLmHash: true } }, {}],
  ['empty-password', {}, { isEmpty: true }],
  ['guessed-password', {}, { guessed: { source: 'common', tries: 9 } }],
  ['name-as-password', {}, { guessed: { source: 'name', tries: 1 } }],
  [
    'default-computer-password',
    { flags: { isComputer: true } },
    { guessed: { source: 'name', tries: 1 } },
  ],
  ['aes-keys-missing', { flags: { hasAesKeys: false } }, {}],
  ['preauthentication-off', { flags: { userAccountControl: 0x400000 } }, {}],
  ['des-only', { flags: { userAccountControl: 0x200000 } }, {}],
  ['kerberoastable', { flags: { hasServiceName: true, encryptionTypes: 4 } }, {}],
  ['delegatable-admin', { flags: { isAdmin: true, userAccountControl: 0x200 } }, {}],
  ['never-expires', { neverExpires: true }, {}],
  ['password-not-required', { flags: { userAccountControl: 0x20 } }, {}],
  ['smart-card-with-password', { flags: { userAccountControl: 0x40000 } }, {}],
  ['cleartext-password', {}, { scheme: 'PLAIN', grade: 'cleartext' }],
  ['weak-scheme', {}, { scheme: 'SHA', grade: 'weak' }],
  ['truncating-scheme', {}, { significantBytes: 8 }],
  ['cram-md5-stored', {}, { scheme: 'CRAM-MD5', grade: 'weak' }],
  ['breached-password', {}, { breachCount: 3 }],
  ['default-password', {}, { guessed: { source: 'default', tries: 4 } }],
  ['old-password', { changedAt: '2024-01-01T00:00:00.000Z' }, {}],
  ['must-change-ignored', { mustChange: true, changedAt: '2026-10-01T00:00:00.000Z' }, {}],
  ['no-effective-policy', { hasPolicy: false }, {}],
  ['app-password-old', { appPasswordsChangedAt: ['2026-01-01T00:00:00.000Z'] }, {}],
  ['policy-violation', {}, { violations: [{ id: 'minimum-length', clause: 'c', message: 'm' }] }],
];

describe('a finding', () => {
  it.each(CASES)('%s is found where it holds, and nowhere else', (id, subject, result) => {
    expect(found(subject, result)).toContain(id);
    expect(found({})).toEqual([]);
  });

  it('has a case here, each of them but the shared password', () => {
    const covered = new Set(CASES.map(([id]) => id));

    expect(FINDING_KINDS.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([
      'shared-password',
    ]);
  });

  it('is left out where the audit says so', () => {
    const left = new Set(['never-expires']);

    expect(findingsOf({ login: 'a', neverExpires: true }, WELL, { ...OPTIONS, left })).toEqual([]);
  });

  it('does not call a service with AES, a computer or krbtgt kerberoastable', () => {
    const flags = { hasServiceName: true, encryptionTypes: 4 };

    expect(found({ flags: { ...flags, encryptionTypes: 0x1c } })).toEqual([]);
    expect(found({ flags: { ...flags, isComputer: true } })).toEqual([]);
    expect(found({ login: 'krbtgt', flags })).toEqual([]);
  });
});
