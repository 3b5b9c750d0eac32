import type { Certificates } from './certificates.js';

/** What the provisioned domain is, the same in each copy. */
export const PROVISIONING = {
  domainDn: 'DC=example,DC=test',
  peopleDn: 'OU=people,DC=example,DC=test',
  bindDn: 'CN=authwarden,CN=Users,DC=example,DC=test',
  bindPassword: 'Servic3-Acc0unt-of-tests',
  adminDn: 'CN=Administrator,CN=Users,DC=example,DC=test',
  adminPassword: 'Adm1n-Passw0rd-of-tests',
};

/** Class "user" and what the service account needs of it, by the ids that the schema has for them. */
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const RESET_PASSWORD = '00299570-246d-11d0-a768-00aa006e0529';
const WRITABLE = [
  'bf967a0a-0de6-11d0-a285-00aa003049e2', // pwdLastSet
  'bf967a68-0de6-11d0-a285-00aa003049e2', // userAccountControl
  '28630ebf-41d5-11d1-a9c1-0000f80367c1', // lockoutTime
];

/** Rights of the service account on the accounts of one unit, as SDDL. */
export function DELEGATION(sid: string): string {
  const properties = WRITABLE.map((id) => `(OA;CIIO;WP;${id};${USER};${sid})`);
  return `(OA;CIIO;CR;${RESET_PASSWORD};${USER};${sid})${properties.join('')}`;
}

/** smb.conf(5) of a copy of the domain. */
export function configuration(
  directory: string,
  address: string,
  { caFile, certificateFile, keyFile }: Certificates,
): string {
  const settings = {
    'netbios name': 'DC1',
    realm: 'EXAMPLE.TEST',
    workgroup: 'EXAMPLE',
    'server role': 'active directory domain controller',
    'server services': 'ldap',
    interfaces: `${address}/8`,
    'bind interfaces only': 'yes',
    'private dir': `${directory}/private`,
    'state directory': `${directory}/state`,
    'cache directory': `${directory}/cache`,
    'lock directory': directory,
    'pid directory': directory,
    'ncalrpc dir': `${directory}/ncalrpc`,
    'binddns dir': `${directory}/bind-dns`,
    'tls cafile': caFile,
    'tls certfile': certificateFile,
    'tls keyfile': keyFile,
    'vfs objects': 'acl_xattr',
    'log level': '1',
  };
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} = ${value}`);
  return ['[global]', ...lines, ''].join('\n');
}
