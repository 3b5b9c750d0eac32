import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HASH_SCHEMES, readHash } from './hash-schemes.js';
import type { StoredDigest } from './hash-scheme.js';
import { systemCrypt } from './system-crypt.js';

/**
 * Known answers. Those of the password `test` are Dovecot's own (src/lib-auth/test-password-scheme.c),
 * those of `password` are of RFC 6070, of passlib's documentation and of pw-sha2's, the rest is what
 * libxcrypt 4.4, OpenSSL 3 and Python's hashlib make.
 */
const KNOWN: readonly (readonly [scheme: string, stored: string, password: string])[] = [
  ['PLAIN', '{PLAIN}test', 'test'],
  ['PLAIN', '{CLEARTEXT}test', 'test'],
  ['PLAIN-TRUNC', '{PLAIN-TRUNC}4-test', 'testing'],
  ['SHA', '{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=', 'test'],
  ['SHA', '{SHA1}qUqP5cyxm6YcTAhz05Hph5gvu9M=', 'test'],
  ['SHA', '{SHA.HEX}a94a8fe5ccb19ba61c4c0873d391e987982fbbd3', 'test'],
  ['SHA256', '{SHA256}n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=', 'test'],
  ['SHA384', '{SHA384}doQSMg97CqWBL85CjcRwazyuUOAqZMqhangiSb/o78S37xzLEmJV0ZYEff7fF6Cp', 'test'],
  [
    'SHA512',
    '{SHA512}7iaw3Ur350mqGo7jwQrpkj9hiYB3Lkc/iBml1JQODbJ6wYX4oOHV+E+IvIh/1nsUNzLDBMxfqa2Ob1f1ACio/w==',
    'test',
  ],
  ['SSHA', '{SSHA}H/zrDv8FXUu1JmwvVYijfrYEF34jVZcO', 'test'],
  ['SSHA256', '{SSHA256}Yuz0lZnd9xxLQhxgOSuV8b4GlTzeOWKriq9ay51aoLxmb29iYXI=', 'pass'],
  ['SMD5', '{SMD5}JTu1KRwptKZJg/RLd+6Vn5GUd0M=', 'test'],
  ['MD5', '{LDAP-MD5}CY9rzUYh03PK3k6DJie09g==', 'test'],
  ['MD5', '{MD5}CY9rzUYh03PK3k6DJie09g==', 'test'],
  ['MD5', '{PLAIN-MD5}098f6bcd4621d373cade4e832627b4f6', 'test'],
  ['MD5-CRYPT', '{MD5}$1$wmyrgRuV$kImF6.9MAFQNHe23kq5vI/', 'test'],
  ['MD5-CRYPT', '{MD5-CRYPT}$1$GgvxyNz8$OjZhLh4P.gF1lxYEbLZ3e/', 'test'],
  ['MD5-CRYPT', '$apr1$abcdefgh$m6Z003M4.j/DRKHlcOwip1', 'h1y2d3'],
  ['DES-CRYPT', '{CRYPT}//EsnG9FLTKjo', 'test'],
  ['DES-CRYPT', '{DES-CRYPT}abURrWJiQU6vc', 'h1y2d3'],
  ['SHA256-CRYPT', '$5$abcdefgh$qdvcTv0LZNZdlT5oJZ49o5SQ8X7bA9/X.MJjvjS5cW8', 'test'],
  [
    'SHA256-CRYPT',
    '{CRYPT}$5$rounds=1400$abcdefgh$mVpkVFNItQE99RtG8iOfA.sWIFVrRCcFHUfVm0lM0r8',
    'h1y2d3',
  ],
  [
    'SHA512-CRYPT',
    '$6$abcdefgh$3rj1vTLX64btReFsM4MQ22otcD40l7vbtw7qCyr0dxc4kxNmgx53xVM8gWiLYbCqTHTbXFaVFU7ZT28pnvdyu0',
    'test',
  ],
  [
    'SHA512-CRYPT',
    '{SHA512-CRYPT}$6$rounds=1400$abcdefghijklmnop$H4dZrfcXoUABjzSO6N.skDB4puK5fdLMHXTD9TyjdSZ9N1/BxLlRZ3DbQ15jHs8TJ7P67/GcxON.W3B1WtDvG1',
    'h1y2d3',
  ],
  ['BLF-CRYPT', '{BLF-CRYPT}$2y$05$11ipvo5dR6CwkzwmhwM26OXgzXwhV2PyPuLV.Qi31ILcRcThQpEiW', 'test'],
  ['BLF-CRYPT', '$2a$05$abcdefghijklmnopqrstuuDvos7.Zck40p681kGUk6YzAcIRzp/3q', 'h1y2d3'],
  ['BLF-CRYPT', '{CRYPT}$2b$05$abcdefghijklmnopqrstuuDvos7.Zck40p681kGUk6YzAcIRzp/3q', 'h1y2d3'],
  [
    'ARGON2',
    '{ARGON2I}$argon2i$v=19$m=32768,t=4,p=1$f2iuP4aUeNMrgu34fhOkkg$1XSZZMWlIs0zmE+snlUIcLADO3GXbA2O/hsQmmc317k',
    'test',
  ],
  [
    'ARGON2',
    '{ARGON2}$argon2id$v=19$m=65536,t=3,p=1$vBb99oJ12p3WAdYlaMHz1A$jtFOtbo/sYV9OSlTxDo/nVNq3uArHd5GJSEx0ty85Cc',
    'test',
  ],
  ['PBKDF2', '{PBKDF2}$1$bUnT4Pl7yFtYX0KU$5000$50a83cafdc517b9f46519415e53c6a858908680a', 'test'],
  [
    'PBKDF2-SHA256',
    '{PBKDF2-SHA256}6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M',
    'password',
  ],
  ['PBKDF2-SHA1', '{PBKDF2}4096$c2FsdA$SwB5AbdlSJq.rUnZJvch0GWkKcE', 'password'],
  [
    'PBKDF2-SHA512',
    '{PBKDF2-SHA512}10000$c2FsdHNhbHRzYWx0MTIzNA$/Gzzum99foXuEEcAazfrZPUHMDPVptTsxUFj7D2DSTtp1UiSaoskqEZH0IQKD1gQl1MmVZ0TkkmF1zI6E3Vcqw',
    'password',
  ],
  [
    'SCRAM-SHA-1',
    '{SCRAM-SHA-1}4096,GetyLXdBuHzf1FWf8SLz2Q==,NA/OqmF4hhrsrB9KR7po+dliTGM=,QBiURvQaE6H6qYTmeghDHLANBFQ=',
    'test',
  ],
  [
    'SCRAM-SHA-256',
    '{SCRAM-SHA-256}4096,LfNGSFqiFykEZ1xDAYlnKQ==,HACNf9CII7cMz3XjRy/Oh3Ae2LHApoDyNw74d3YtFws=,AQH0j7Hf8J12g8eNBadvzlNB2am3PxgNwFCFd3RxEaw=',
    'test',
  ],
  [
    'CRAM-MD5',
    '{CRAM-MD5}e02d374fde0dc75a17a557039a3a5338c7743304777dccd376f332bee68d2cf6',
    'test',
  ],
  ['NT', '{NT}8846f7eaee8fb117ad06bdd830b7586c', 'password'],
  ['NT', '{NTLM.B64}iEb36u6PsRetBr3YMLdYbA==', 'password'],
  ['NT', '$3$$0cb6948805f797bf2a82807973b89537', 'test'],
  ['PLAIN-MD4', '{PLAIN-MD4}db346d691d7acc4dc2625db19f9e3f52', 'test'],
  ['SSHA', `{SSHA.b64}H/zrDv8FXUu1JmwvVYijfrYEF34jVZcO`, 'test'],
  ['PLAIN', '{PLAIN.HEX}74657374', 'test'],
];

/** Those that only crypt(3) of the system verifies. */
const SYSTEM: typeof KNOWN = [
  ['BSDI-CRYPT', '{CRYPT}_J9..rasm3kk6ykRwAfc', 'test'],
  ['YESCRYPT', '$y$j9T$abcdefghijklmnop$/dT/iWLbuioIArlkX/dfYpn5rMqoTI45y3e4WkgYUC1', 'test'],
  [
    'YESCRYPT',
    '{CRYPT}$gy$j9T$abcdefghijklmnop$CwMdZeQ0pR5IxYM6ZVmnA4p81e1cB6Vm09JBNPyq9b5',
    'test',
  ],
  ['SCRYPT', '$7$CU..../....abcdefgh$QoGc8orTFLWfnVR53sl429LSCetd3m9DhEv64ri9OG7', 'test'],
  ['SHA1-CRYPT', '$sha1$1000$abcdefgh$FMqS61EfGkvBzjE0MaCbSyQNv7mb', 'test'],
  ['SUNMD5', '$md5,rounds=10$abcdefgh$$7sbDn48IjBXJDL8e/eqE11', 'test'],
];

function digestOf(stored: string, scheme: string): StoredDigest {
  const read = readHash(stored);
  if (read.kind !== 'known') throw new Error(`${scheme} isn't known`);
  expect(read.scheme.name).toBe(scheme);
  return read.digest;
}

describe('a hash scheme', () => {
  it.each(KNOWN)('%s verifies %s', async (scheme, stored, password) => {
    const digest = digestOf(stored, scheme);

    expect(await digest.verify(password)).toBe(true);
    expect(await digest.verify(`${password.slice(0, 3)}X`)).toBe(false);
    expect(await digest.verify('')).toBe(false);
  });

  it.each(SYSTEM)('%s verifies %s through the system', async (scheme, stored, password) => {
    const digest = digestOf(stored, scheme);
    const isKnown = await systemCrypt().knows(stored.replace('{CRYPT}', ''));
    if (!isKnown && process.env['REQUIRE_SERVERS'] === '1')
      throw new Error(`crypt(3) here has no ${scheme}`);
    if (!isKnown) return console.warn(`SKIPPED: crypt(3) here has no ${scheme}`);

    expect(await digest.verify(password)).toBe(true);
    expect(await digest.verify('tesT')).toBe(false);
  });

  it('is covered by a known answer, each of them', () => {
    const covered = new Set([...KNOWN, ...SYSTEM].map(([scheme]) => scheme));
    // Salted as SSHA and SSHA256 are, and checked against OpenSSL below.
    const elsewhere = ['SSHA384', 'SSHA512'];

    const missing = HASH_SCHEMES.map(({ name }) => name).filter((name) => !covered.has(name));

    expect(missing.toSorted()).toEqual(elsewhere.toSorted());
  });

  it.each([
    ['SSHA', 'sha1'],
    ['SSHA256', 'sha256'],
    ['SSHA384', 'sha384'],
    ['SSHA512', 'sha512'],
    ['SMD5', 'md5'],
  ])(
    '%s takes a salt of any length, in base64 or hexadecimal, as OpenSSL computes it',
    (scheme, hash) => {
      fc.assert(
        fc.property(
          fc.string({ unit: 'grapheme', maxLength: 40 }),
          fc.uint8Array({ minLength: 1, maxLength: 64 }),
          fc.constantFrom('base64' as const, 'hex' as const),
          (password, salt, encoding) => {
            const digest = createHash(hash).update(password).update(salt).digest();
            const stored = `{${scheme}}${Buffer.concat([digest, salt]).toString(encoding)}`;

            const read = digestOf(stored, scheme);

            expect(read.verify(password)).toBe(true);
            expect(read.verify(`${password}.`)).toBe(false);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it('has the same digest for the same password where there is no salt, and only there', () => {
    for (const { digest, name } of HASH_SCHEMES) {
      const isUnsalted = KNOWN.some(
        ([scheme, stored]) => scheme === name && digestOf(stored, name).unsalted !== undefined,
      );
      expect([name, digest !== undefined]).toEqual([name, isUnsalted]);
    }
    for (const [scheme, stored, password] of KNOWN) {
      const { unsalted } = digestOf(stored, scheme);
      if (unsalted === undefined) continue;
      const digest = HASH_SCHEMES.find(({ name }) => name === scheme)?.digest;
      expect(digest?.(password)).toBe(unsalted);
    }
  });

  it.each([
    [
      'four gibibytes',
      '$argon2id$v=19$m=4194304,t=3,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG',
    ],
    ['a billion rounds', `$6$rounds=999999999$abcdefgh$${'a'.repeat(86)}`],
    ['cost 31', `$2b$31$${'a'.repeat(53)}`],
    ['a billion iterations', '{PBKDF2-SHA512}999999999$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA'],
    ['a huge yescrypt', `$y$jzT$abcdefghijklmnop$${'a'.repeat(43)}`],
    ['a huge scrypt', `$7$zzzzzz....abcdefgh$${'a'.repeat(43)}`],
    [
      'a billion SCRAM iterations',
      '{SCRAM-SHA-256}999999999,c2FsdA==,HACNf9CII7cMz3XjRy/Oh3Ae2LHApoDyNw74d3YtFws=,AQH0',
    ],
  ])('says what %s would cost, without paying', (_case, stored) => {
    const read = readHash(stored);
    const cost = read.kind === 'known' ? read.digest.cost : undefined;

    expect(Math.max(cost?.milliseconds ?? 0, (cost?.mebibytes ?? 0) * 10)).toBeGreaterThan(10_000);
  });

  it.each([
    ['', { kind: 'none', isEmpty: true }],
    ['!', { kind: 'none', isEmpty: false }],
    ['*', { kind: 'none', isEmpty: false }],
    ['!!', { kind: 'none', isEmpty: false }],
    ['{OTP}sha1 1024 ae6b49aa481f7233', { kind: 'unknown', label: 'OTP' }],
    ['{SSHA}not base64 at all', { kind: 'unknown', label: 'SSHA' }],
    ['$sm3$abcdefgh$x', { kind: 'unknown', label: '$sm3$' }],
    ['geheim', { kind: 'unknown', label: 'unlabelled' }],
  ])('takes %j for what it is', (stored, expected) => {
    expect(readHash(stored)).toEqual(expected);
  });

  it('reads a locked hash behind its mark, and an unlabelled one as the source says', () => {
    expect(readHash('!$1$wmyrgRuV$kImF6.9MAFQNHe23kq5vI/')).toMatchObject({ kind: 'known' });
    expect(readHash('abURrWJiQU6vc', 'CRYPT')).toMatchObject({ scheme: { name: 'DES-CRYPT' } });
    expect(readHash('8846f7eaee8fb117ad06bdd830b7586c', 'NT')).toMatchObject({
      scheme: { name: 'NT' },
    });
  });

  it('never throws, whatever is stored', () => {
    const label = fc.constantFrom(...HASH_SCHEMES.flatMap(({ labels }) => labels));
    fc.assert(
      fc.property(label, fc.string({ maxLength: 120 }), fc.boolean(), (name, body, isLabelled) => {
        readHash(isLabelled ? `{${name}}${body}` : body, name);
      }),
    );
  });
});

describe('MD4', () => {
  // RFC 1320, appendix A.5.
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      'e33b4ddc9c38f2199c3e7b164fcc0536',
    ],
  ])('of %j is what RFC 1320 says', (text, expected) => {
    expect(HASH_SCHEMES.find(({ name }) => name === 'PLAIN-MD4')?.digest?.(text)).toBe(expected);
  });
});
