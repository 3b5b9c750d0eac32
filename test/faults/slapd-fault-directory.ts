import { Client } from 'ldapts';
import { slapdDirectory } from '../directories/slapd-directory.js';
import { startSlapd } from '../servers/slapd.js';
import type { FaultDirectory, FaultOperation } from './fault-directory.js';

/** What each operation sets, as slapd's access log writes it. */
const CHANGED: Readonly<Record<FaultOperation, string>> = {
  lock: 'pwdAccountLockedTime:=',
  'force-reset': 'userPassword:=',
  'temporary-password': 'userPassword:=',
};

/** A slapd, reached without TLS so that a proxy can tell what is asked. */
export async function startSlapdDirectory(): Promise<FaultDirectory> {
  const server = await startSlapd();
  let around = await slapdDirectory(server);
  return {
    port: server.port,
    async connect(ask, logins, port) {
      await around.add(logins.map((login) => ({ login })));
      const { status, text } = await ask('/v1/directories', {
        method: 'POST',
        json: {
          name: 'people',
          kind: 'openldap',
          settings: {
            url: `ldap://127.0.0.1:${port}`,
            bindDn: server.bindDn,
            bindPassword: server.bindPassword,
            baseDn: server.peopleDn,
          },
        },
      });
      if (status !== 201) throw new Error(`the directory was refused: ${text}`);
    },
    async changesOf(login, operation) {
      const client = new Client({ url: server.url });
      try {
        await client.bind(server.bindDn, server.bindPassword);
        const { searchEntries } = await client.search('cn=accesslog', {
          filter: '(&(objectClass=auditModify)(reqResult=0))',
          attributes: ['reqDN', 'reqMod'],
          paged: true,
        });
        return searchEntries.filter(
          ({ reqDN, reqMod }) =>
            String(reqDN).startsWith(`uid=${login},`) &&
            [reqMod].flat().some((change) => String(change).startsWith(CHANGED[operation])),
        ).length;
      } finally {
        await client.unbind();
      }
    },
    /** Accounts are read by entryUUID: only a change has the name. */
    hasSentChange: (sent, login) => sent.includes(`uid=${login},`),
    async isRight(login, operation, password) {
      const { pwdAccountLockedTime, pwdReset } = await around.entry(login);
      const isLocked = pwdAccountLockedTime !== undefined;
      const isMarked = pwdReset === 'TRUE';
      const opensOld = await around.signsIn(login);
      switch (operation) {
        case 'lock':
          return isLocked && !isMarked;
        case 'force-reset':
          return !isLocked && isMarked && !opensOld;
        case 'temporary-password':
          return !isLocked && isMarked && !opensOld && around.signsIn(login, password);
      }
    },
    kill: () => server.kill(),
    async restart() {
      await server.restart();
      around = await slapdDirectory(server);
    },
    stop: () => around.close(),
  };
}
