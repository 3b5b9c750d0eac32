import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditSubject } from '../audit/subject.js';
import type { UploadProblem } from './upload-format.js';
import { formatOf, UPLOAD_FORMATS } from './upload-formats.js';

const HASH = '8846f7eaee8fb117ad06bdd830b7586c';
const NO_LM = 'aad3b435b51404eeaad3b435b51404ee';

const PWDUMP = [
  `EX\\alice:1001:${NO_LM}:${HASH}:::(pwdLastSet=2024-05-06 07:08) (status=Disabled)`,
  `EX\\alice_history0:1001:${NO_LM}:${HASH}:::`,
  `PC1$:1002:NO LM-HASH**********************:${HASH}:::`,
  'EX\\alice:aes256-cts-hmac-sha1-96:00ff',
  'PC1$:des-cbc-md5:00ff',
  'EX\\alice:CLEARTEXT:not kept',
];
const SHADOW = [
  'root:!:19000:0:99999:7:::',
  'alice:$6$abcdefgh$x:20000:0:90:7:::',
  'bob:$6$a$b:0::::::',
];
const LDIF = [
  'dn: uid=alice,ou=sales\\, south,dc=example,dc=com',
  'uid: alice',
  'cn: Alice Exam',
  ' ple',
  'mail: alice@example.com',
  `userPassword:: ${Buffer.from('{SSHA}abc').toString('base64')}`,
  'pwdChangedTime: 20240506070809Z',
  '',
  'dn: ou=groups,dc=example,dc=com',
  'objectClass: organizationalUnit',
  '',
  'dn: CN=Service,DC=example,DC=com',
  'sAMAccountName: service',
  'userAccountControl: 4260384',
  'servicePrincipalName: HTTP/web',
  'msDS-SupportedEncryptionTypes: 4',
  'pwdLastSet: 133500000000000000',
  `sambaNTPassword: ${HASH}`,
];
const PASSWD = ['alice:{SSHA512}abc:1000:1000:Alice Example,,,:/home/alice::', 'bob:$2y$10$abc'];

function read(lines: readonly string[], name?: string) {
  const format =
    name === undefined ? formatOf(lines) : UPLOAD_FORMATS.find((one) => one.format === name);
  const reader = format?.open();
  const readings = [...lines.map((line, index) => reader?.line(line, index + 1)), reader?.end()];
  const subjects: AuditSubject[] = readings.flatMap((reading) => [...(reading?.subjects ?? [])]);
  const problems: UploadProblem[] = readings.flatMap((reading) => [...(reading?.problems ?? [])]);
  return { format: format?.format, subjects, problems };
}

describe('an upload', () => {
  it('is recognised by its first lines', () => {
    const formats = [PWDUMP, SHADOW, LDIF, PASSWD].map((lines) => read(lines).format);

    expect(formats).toEqual(['pwdump', 'shadow', 'ldif', 'passwd-file']);
    expect(formatOf(['hello', 'world'])).toBeUndefined();
  });

  it('of secretsdump has hashes, keys and what is kept in clear, and no cleartext is taken over', () => {
    const { subjects, problems } = read(PWDUMP);

    expect(problems).toEqual([]);
    expect(subjects).toEqual([
      {
        login: 'EX\\alice',
        hash: HASH,
        defaultLabel: 'NT',
        active: false,
        changedAt: '2024-05-06T07:08:00.000Z',
        flags: { hasLmHash: false, isComputer: false, hasCleartext: true, hasAesKeys: true },
      },
      {
        login: 'PC1$',
        hash: HASH,
        defaultLabel: 'NT',
        flags: { hasLmHash: false, isComputer: true, hasCleartext: false, hasAesKeys: false },
      },
    ]);
  });

  it('of shadow has ages, locks and what never expires', () => {
    const { subjects } = read(SHADOW);

    expect(subjects[0]).toMatchObject({ login: 'root', active: false, neverExpires: true });
    expect(subjects[1]).toMatchObject({
      login: 'alice',
      active: true,
      neverExpires: false,
      changedAt: '2024-10-04T00:00:00.000Z',
    });
    expect(subjects[2]).toMatchObject({ mustChange: true });
  });

  it('of LDIF has folded and encoded values, containers, and the flags of Windows', () => {
    const { subjects } = read(LDIF);

    expect(subjects).toMatchObject([
      {
        login: 'alice',
        displayName: 'Alice Example',
        mail: 'alice@example.com',
        unit: 'ou=sales\\, south,dc=example,dc=com',
        hash: '{SSHA}abc',
        changedAt: '2024-05-06T07:08:09.000Z',
        hasPolicy: false,
      },
      {
        login: 'service',
        hash: HASH,
        defaultLabel: 'NT',
        flags: { userAccountControl: 4_260_384, hasServiceName: true, encryptionTypes: 4 },
      },
    ]);
    expect(subjects[1]?.changedAt).toMatch(/^2024-01-/);
  });

  it('of a passwd-file has labels, and names where there are', () => {
    expect(read(PASSWD).subjects).toEqual([
      { login: 'alice', hash: '{SSHA512}abc', defaultLabel: 'CRYPT', displayName: 'Alice Example' },
      { login: 'bob', hash: '$2y$10$abc', defaultLabel: 'CRYPT' },
    ]);
  });

  it.each(UPLOAD_FORMATS.map(({ format }) => format))(
    'in the form %s never throws, and a problem quotes nothing',
    (format) => {
      const line = fc.oneof(fc.string(), fc.constantFrom(...PWDUMP, ...SHADOW, ...LDIF, ...PASSWD));
      fc.assert(
        fc.property(fc.array(line, { maxLength: 20 }), fc.uuid(), (lines, secret) => {
          const { problems } = read([...lines, `x ${secret}`], format);

          expect(JSON.stringify(problems)).not.toContain(secret);
        }),
      );
    },
  );
});
