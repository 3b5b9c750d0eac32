import { Client } from 'ldapts';
import { startSlapd } from '../../test/servers/slapd.js';
import { connectAndSync, type DirectorySite } from './directory-site.js';

const PAGE_SIZE = 200;

/** Starts a slapd with so many people in it. */
export async function openSlapdSite(people: number): Promise<DirectorySite> {
  const slapd = await startSlapd();
  await slapd.load(Array.from({ length: people }, (_, n) => entry(n, slapd.peopleDn)).join('\n'));
  return {
    connect: (service) =>
      connectAndSync(service, 'openldap', {
        url: slapd.url,
        startTls: true,
        caCertificate: slapd.ca,
        bindDn: slapd.bindDn,
        bindPassword: slapd.bindPassword,
        baseDn: slapd.peopleDn,
      }),
    marked: async () => {
      const client = new Client({ url: slapd.url });
      await client.bind(slapd.rootDn, slapd.rootPassword);
      const { searchEntries } = await client.search(slapd.peopleDn, {
        filter: '(pwdReset=TRUE)',
        attributes: ['1.1'],
        paged: { pageSize: PAGE_SIZE },
      });
      await client.unbind();
      return searchEntries.length;
    },
    stop: () => slapd.stop(),
  };
}

function entry(n: number, peopleDn: string): string {
  const uid = `person${String(n).padStart(5, '0')}`;
  return [
    `dn: uid=${uid},${peopleDn}`,
    'objectClass: inetOrgPerson',
    `uid: ${uid}`,
    `cn: Person ${n}`,
    `sn: ${n}`,
    `mail: ${uid}@example.test`,
    'userPassword: {SSHA}aW5pdGlhbCBwYXNzd29yZHMgYXJlIG5vIHNlY3JldA==',
    '',
  ].join('\n');
}
