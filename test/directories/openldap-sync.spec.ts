import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServer } from '../servers/availability.js';
import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import { fetchSlapd, type SlapdServer, startSlapd } from '../servers/slapd.js';
import { openService, type Service } from '../support/service.js';
import { until } from '../until.js';
import { type SlapdDirectory, slapdDirectory } from './slapd-directory.js';

await describeWithServer('the synchronisation of an OpenLDAP directory', fetchSlapd, () => {
  let slapd: SlapdServer;
  let directory: SlapdDirectory;
  let database: TestDatabase;
  let service: Service;
  let path: string;

  beforeAll(async () => {
    slapd = await startSlapd();
    directory = await slapdDirectory(slapd);
    database = await createDatabase();
    service = await openService(database.url, { ROLE: 'all' });
    const { body } = await service.ask('/v1/directories', {
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
    path = `/v1/directories/${body.id}`;
  });
  afterAll(async () => {
    await service.close();
    await database.drop();
    await directory.close();
  });

  const synchronise = async (mode: string) => {
    const asked = await service.ask(`${path}/sync?mode=${mode}`, { method: 'POST' });
    expect(asked.status).toBe(202);
    return until(
      async () => {
        const { body } = await service.ask(path);
        const isOver =
          body.sync.requestedAt === asked.body.sync.requestedAt && body.sync.finishedAt;
        return isOver ? body : undefined;
      },
      { timeoutMs: 30_000, what: 'the synchronisation' },
    );
  };
  const account = async (login: string) => {
    const { body } = await service.ask(`/v1/accounts?login=${encodeURIComponent(login)}`);
    return (await service.ask(`/v1/accounts/${body.items[0].id}`)).body;
  };

  it('takes over names, mail, unit, state and what is known of the password', async () => {
    await directory.add([
      { login: 'anna@example.com', displayName: 'Anna' },
      { login: 'bert@example.com', displayName: 'Bert' },
    ]);

    const { sync, progress } = await synchronise('full');
    const anna = await account('anna@example.com');

    expect(sync).toMatchObject({ status: 'done', mode: 'full', problem: null });
    expect(progress).toEqual({ done: 2, total: 2 });
    expect(anna).toMatchObject({
      displayName: 'Anna',
      directory: 'people',
      mail: 'anna@example.com',
      unit: slapd.peopleDn,
      groups: [],
      enabled: true,
      password: {
        changedAt: expect.any(String),
        expiresAt: expect.any(String),
        neverExpires: false,
        mustChange: false,
      },
    });
  });

  it('takes over what changed and what was deleted, and nothing else', async () => {
    await synchronise('full');
    await directory.set('anna@example.com', 'displayName', 'Anna Ahrens');
    await directory.set('anna@example.com', 'pwdReset', 'TRUE');
    await directory.remove('bert@example.com');

    const { sync } = await synchronise('incremental');
    const [anna, bert] = [await account('anna@example.com'), await account('bert@example.com')];

    expect(sync).toMatchObject({ status: 'done', mode: 'incremental' });
    expect(anna).toMatchObject({ displayName: 'Anna Ahrens', password: { mustChange: true } });
    expect(bert).toMatchObject({ directory: null, enabled: null, mail: null });
  });

  it('asks for everything again when the settings have changed', async () => {
    await service.ask(path, { method: 'PATCH', json: { settings: { pageSize: 100 } } });

    const { sync } = await synchronise('incremental');

    expect(sync).toMatchObject({ status: 'done', mode: 'full' });
  });

  it('can be scheduled', async () => {
    const json = {
      name: 'people each night',
      job: 'directory-sync',
      cron: '0 3 * * *',
      params: { directoryId: path.split('/').at(-1) },
    };

    const made = await service.ask('/v1/schedules', { method: 'POST', json });
    const refused = await service.ask('/v1/schedules', {
      method: 'POST',
      json: { ...json, name: 'wrong', params: { directoryId: 'people' } },
    });

    expect(made).toMatchObject({ status: 201, body: { params: { mode: 'auto' } } });
    expect(refused.body).toMatchObject({ code: 'schedule-params-invalid' });
  });
});
