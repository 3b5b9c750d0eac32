import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServer } from '../servers/availability.js';
import { fetchMailHost, type MailHost, startMailHost } from '../servers/mail-host.js';
import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import { fetchSlapd, type SlapdServer, startSlapd } from '../servers/slapd.js';
import { openService, type Service } from '../support/service.js';
import { until } from '../until.js';
import { signsInByImap, signsInBySmtp } from './mail-sign-in.js';
import { ACCOUNT_PASSWORD, type SlapdDirectory, slapdDirectory } from './slapd-directory.js';

const servers = () => Promise.all([fetchSlapd(), fetchMailHost()]);

await describeWithServer('Dovecot and Postfix that ask slapd', servers, () => {
  let slapd: SlapdServer;
  let directory: SlapdDirectory;
  let mail: MailHost;
  let database: TestDatabase;
  let service: Service;
  let directoryId: string;

  beforeAll(async () => {
    slapd = await startSlapd();
    directory = await slapdDirectory(slapd);
    mail = await startMailHost({
      url: slapd.url,
      userDn: `uid=%u,${slapd.peopleDn}`,
      baseDn: slapd.peopleDn,
    });
    database = await createDatabase();
    service = await openService(database.url, { ROLE: 'all' });
    const connected = await service.ask('/v1/directories', {
      method: 'POST',
      json: {
        name: 'people',
        kind: 'openldap',
        settings: {
          url: slapd.url,
          startTls: true,
          caCertificate: slapd.ca,
          bindDn: slapd.bindDn,
          bindPassword: slapd.bindPassword,
          baseDn: slapd.peopleDn,
        },
      },
    });
    directoryId = connected.body.id;
  });
  afterAll(async () => {
    await service.close();
    await database.drop();
    await mail.stop();
    await directory.close();
  });

  let made = 0;
  const anAccount = async () => {
    const login = `person${++made}@example.com`;
    await directory.add([{ login }]);
    await service.ask(`/v1/directories/${directoryId}/sync`, { method: 'POST' });
    await until(
      async () => {
        const { body } = await service.ask(`/v1/directories/${directoryId}`);
        return body.sync.status === 'done' && body.progress.done === made;
      },
      { timeoutMs: 30_000, what: 'the synchronisation' },
    );
    const { body } = await service.ask(`/v1/accounts?login=${login}`);
    return { login, id: String(body.items[0].id) };
  };
  const act = async (path: string, json?: unknown) => {
    const { body, status, text } = await service.ask(path, { method: 'POST', json });
    expect({ status, text }).toMatchObject({ status: 202 });
    return until(
      async () => {
        const answer = await service.ask(`/v1/actions/${body.id}`);
        return ['queued', 'running'].includes(answer.body.status) ? undefined : answer.body;
      },
      { timeoutMs: 30_000, what: 'the end of the action' },
    );
  };
  const signsIn = async (login: string) => ({
    imap: await signsInByImap(mail.imapPort, login, ACCOUNT_PASSWORD),
    smtp: await signsInBySmtp(mail.smtpPort, login, ACCOUNT_PASSWORD),
  });
  const IN = { imap: true, smtp: true };
  const OUT = { imap: false, smtp: false };

  it.each(['lock', 'disable'])(
    'keep an account out after %s, and let it in after the undo',
    async (operation) => {
      const { login, id } = await anAccount();
      expect(await signsIn(login)).toEqual(IN);

      const done = await act(`/v1/accounts/${id}/actions`, { do: operation, reason: 'stolen' });
      const after = await signsIn(login);
      const undone = await act(`/v1/actions/${done.id}/undo`, { reason: 'explained' });

      expect(done).toMatchObject({ status: 'applied', after: { active: false } });
      expect(after).toEqual(OUT);
      expect(undone).toMatchObject({ status: 'applied', after: { active: true } });
      expect(await signsIn(login)).toEqual(IN);
    },
  );

  it('keep the old password out after a forced reset', async () => {
    const { login, id } = await anAccount();
    expect(await signsIn(login)).toEqual(IN);

    const done = await act(`/v1/accounts/${id}/actions`, { do: 'force-reset', reason: 'stolen' });

    expect(done).toMatchObject({ status: 'applied', after: { active: true, mustChange: true } });
    expect(await signsIn(login)).toEqual(OUT);
  });

  it('let a must-change account in, which is why a forced reset replaces the password', async () => {
    const { login } = await anAccount();

    await directory.set(login, 'pwdReset', 'TRUE');

    expect(await signsIn(login)).toEqual(IN);
  });
});
