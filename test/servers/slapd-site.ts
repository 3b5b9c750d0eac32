import { join } from 'node:path';
import type { Certificates } from './certificates.js';
import type { UnpackedPackages } from './debian-packages.js';
import type { SlapdOptions } from './slapd.js';

interface Site {
  readonly directory: string;
  readonly packages: UnpackedPackages;
  readonly certificates: Certificates;
  readonly rootPassword: string;
  readonly bindPassword: string;
  readonly options: SlapdOptions;
}

const MODULES = ['back_mdb', 'ppolicy', 'argon2', 'accesslog', 'memberof', 'pw-sha2'];
const SCHEMAS = ['core', 'cosine', 'inetorgperson', 'nis'];
const SERVICE = 'dn.exact="cn=authwarden,dc=example,dc=test"';

/** What the policy that holds for everybody says, unless a test asks for something else. */
const POLICY: Readonly<Record<string, string>> = {
  pwdLockout: 'TRUE',
  pwdMaxFailure: '5',
  pwdMustChange: 'TRUE',
  pwdAllowUserChange: 'TRUE',
  pwdMinLength: '8',
  pwdCheckQuality: '2',
  pwdInHistory: '3',
  pwdMaxAge: '7776000',
};

/** slapd.conf(5) of a test's server. */
export function slapdConfiguration({ directory, packages, certificates, ...site }: Site): string {
  const {
    policy,
    database = [],
    access = [],
    overlays = [],
    frontend = [],
    serviceRights = 'write',
  } = site.options;
  return [
    ...SCHEMAS.map((name) => `include ${packages.path(`etc/ldap/schema/${name}.schema`)}`),
    `modulepath ${packages.path('usr/lib/ldap')}`,
    // Argon2 as cheap as it gets: what is tested is the protocol, not the hash.
    ...MODULES.map((name) => `moduleload ${name}${name === 'argon2' ? ' m=8 t=1 p=1' : ''}`),
    `pidfile ${join(directory, 'pid')}`,
    'password-hash {ARGON2}',
    `TLSCACertificateFile ${certificates.caFile}`,
    `TLSCertificateFile ${certificates.certificateFile}`,
    `TLSCertificateKeyFile ${certificates.keyFile}`,
    'sizelimit size.soft=500 size.hard=500 size.pr=1000 size.prtotal=unlimited',
    ...frontend,
    'database mdb',
    'suffix cn=accesslog',
    `directory ${join(directory, 'log')}`,
    'rootdn cn=accesslog',
    'maxsize 1073741824',
    'dbnosync',
    'index reqStart,objectClass eq',
    `access to * by ${SERVICE} read by * none`,
    'database mdb',
    'suffix dc=example,dc=test',
    'rootdn cn=root,dc=example,dc=test',
    `rootpw ${site.rootPassword}`,
    `directory ${join(directory, 'data')}`,
    'maxsize 2147483648',
    'dbnosync',
    'index objectClass,uid,mail,entryUUID eq',
    'index modifyTimestamp eq',
    ...access,
    `access to attrs=userPassword,pwdHistory by ${SERVICE} ${serviceRights} by self =xw by anonymous auth by * none`,
    // What a lock and a reset write, and attributes of a site's own; docs/directories.md names them.
    `access to attrs=pwdAccountLockedTime,pwdReset,pwdEndTime,employeeType,businessCategory by ${SERVICE} ${serviceRights} by * read`,
    `access to * by ${SERVICE} read by self read by users read by anonymous auth`,
    ...database,
    'overlay memberof',
    ...(policy === null
      ? []
      : [
          'overlay ppolicy',
          'ppolicy_default cn=default,ou=policies,dc=example,dc=test',
          'ppolicy_use_lockout',
          'ppolicy_hash_cleartext',
        ]),
    'overlay accesslog',
    'logdb cn=accesslog',
    'logops writes',
    'logsuccess TRUE',
    ...overlays,
    '',
  ].join('\n');
}

/** The entries that are there at the start. */
export function slapdEntries({ bindPassword, options }: Site): string {
  const policy = { ...POLICY, ...options.policy };
  const policyEntry =
    options.policy === null
      ? []
      : [
          [
            'dn: cn=default,ou=policies,dc=example,dc=test',
            'objectClass: pwdPolicy',
            'objectClass: applicationProcess',
            'cn: default',
            'pwdAttribute: userPassword',
            ...Object.entries(policy).map(([name, value]) => `${name}: ${value}`),
          ],
        ];
  const blocks = [
    ['dn: dc=example,dc=test', 'objectClass: domain', 'dc: example'],
    ['dn: ou=people,dc=example,dc=test', 'objectClass: organizationalUnit', 'ou: people'],
    ['dn: ou=groups,dc=example,dc=test', 'objectClass: organizationalUnit', 'ou: groups'],
    ['dn: ou=policies,dc=example,dc=test', 'objectClass: organizationalUnit', 'ou: policies'],
    [
      'dn: cn=authwarden,dc=example,dc=test',
      'objectClass: applicationProcess',
      'objectClass: simpleSecurityObject',
      'cn: authwarden',
      `userPassword: ${bindPassword}`,
    ],
    ...policyEntry,
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n\n${options.ldif ?? ''}`;
}
