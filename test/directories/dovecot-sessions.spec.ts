import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dovecotSessions } from '../../src/directories/sql/dovecot-sessions.js';
import { openSqlConnector } from '../../src/directories/sql/open-sql-connector.js';
import { SqlSettingsSchema } from '../../src/directories/sql/sql-settings.js';
import { systemClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchMailHost, type MailHost, startMailHost } from '../servers/mail-host.js';
import { overlaid } from '../servers/overlaid.js';
import { fetchSlapd, type SlapdServer, startSlapd } from '../servers/slapd.js';
import { holdImapSession } from './mail-sign-in.js';
import { postgresSite } from './postgres-site.js';
import { ACCOUNT_PASSWORD, type SlapdDirectory, slapdDirectory } from './slapd-directory.js';

const servers = () => Promise.all([fetchSlapd(), fetchMailHost()]);

await describeWithServer('sessions in Dovecot', servers, () => {
  let slapd: SlapdServer;
  let directory: SlapdDirectory;
  let mail: MailHost;
  let work: string;
  let doveadm: string;

  beforeAll(async () => {
    slapd = await startSlapd();
    directory = await slapdDirectory(slapd);
    await directory.add([{ login: 'anna@example.com' }, { login: 'bert@example.com' }]);
    const userDn = `uid=%u,${slapd.peopleDn}`;
    mail = await startMailHost({ url: slapd.url, userDn, baseDn: slapd.peopleDn });
    work = await mkdtemp(join(tmpdir(), 'authwarden-doveadm-'));
    doveadm = join(work, 'doveadm');
    const command = overlaid(
      await fetchMailHost(),
      ['doveadm', ['-c', mail.dovecotConfiguration]],
      mail.directory,
    );
    const words = [command[0], ...command[1]].map((word) => `'${word}'`).join(' ');
    await writeFile(
      doveadm,
      `#!/bin/sh\nPATH=/usr/bin:/bin:/usr/sbin:/sbin\nexport PATH\nexec ${words} "$@" >&2\n`,
    );
    await chmod(doveadm, 0o700);
  });
  afterAll(async () => {
    await mail.stop();
    await directory.close();
    await rm(work, { recursive: true, force: true });
  });

  it('end for one account, and for nobody else', async () => {
    const site = await postgresSite(
      `CREATE TABLE mailbox (username text PRIMARY KEY, password text NOT NULL, active boolean NOT NULL);
       INSERT INTO mailbox VALUES ('anna@example.com', '{SSHA512}none', true)`,
      {
        settings: {},
        table: 'mailbox',
        login: 'username',
        displayName: 'username',
        password: 'password',
        also: ['', ''],
        stored: '',
      },
    );
    const settings = SqlSettingsSchema.parse({ url: site.url, dovecot: true });
    const connector = openSqlConnector(settings, systemClock, { doveadm });
    const anna = await holdImapSession(mail.imapPort, 'anna@example.com', ACCOUNT_PASSWORD);
    const bert = await holdImapSession(mail.imapPort, 'bert@example.com', ACCOUNT_PASSWORD);
    const command = { do: 'revoke-sessions', ref: 'anna@example.com', actionId: newId() } as const;

    const plan = await connector.plan(command);
    const outcome = await connector.perform(command, new AbortController().signal);
    await anna.ended;
    const again = await connector.perform(command, new AbortController().signal);

    expect((await connector.capabilities()).has('revoke-sessions')).toBe(true);
    expect(plan?.steps.join()).toContain('kick anna@example.com');
    expect([outcome.kind, again.kind]).toEqual(['applied', 'unchanged']);
    expect(await bert.isAlive()).toBe(true);
    bert.close();
    await connector.close();
    await site.close();
  });

  it.each(['*', '*@example.com', 'bert?@example.com', ''])(
    'are left alone for %j, which is a pattern',
    async (login) => {
      const ending = dovecotSessions(doveadm).end(login, new AbortController().signal);

      await expect(ending).rejects.toMatchObject({ kind: 'refused' });
    },
  );
});
