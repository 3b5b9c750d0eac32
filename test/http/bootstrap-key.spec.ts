import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { createApp } from '../../src/create-app.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import { until } from '../until.js';

const Keys = z.object({ items: z.array(z.object({ id: z.uuid() })) });
const ANNOUNCEMENT = /ADMIN API KEY \(shown this once, keep it\): (aw_[a-z0-9]{8}_[\w-]{43})/g;

describe('the first admin key', () => {
  let database: TestDatabase;
  let apps: NestFastifyApplication[];
  let printed: string;

  beforeEach(async () => {
    database = await createDatabase();
    apps = [];
    printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    for (const app of apps) await app.close();
    await database.drop();
  });

  async function start(environment: Record<string, string> = {}) {
    const secrets = { SECRETS_KEY: Buffer.alloc(32, 7).toString('base64') };
    const settings = readSettings({ LOG_LEVEL: 'silent', ...secrets, ...environment });
    const app = await createApp(settings, database.url);
    apps.push(app);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    return async (key: string, path = '/v1/api-keys', method = 'GET') =>
      fetch(url + path, { method, headers: { authorization: `Bearer ${key}` } });
  }

  const announced = () => [...printed.matchAll(ANNOUNCEMENT)].map(([, key = '']) => key);

  it('is made and printed at the first start, and never again', async () => {
    const ask = await start();
    await start();

    expect(announced()).toHaveLength(1);
    expect((await ask(announced()[0] ?? '')).status).toBe(200);
  });

  it('is the one of BOOTSTRAP_API_KEY, which prints nothing and ends the one before', async () => {
    await start({ BOOTSTRAP_API_KEY: 'the-first-key-of-this-site' });
    const ask = await start({ BOOTSTRAP_API_KEY: 'the-second-key-of-this-site' });

    expect(printed).toBe('');
    expect((await ask('the-second-key-of-this-site')).status).toBe(200);
    expect((await ask('the-first-key-of-this-site')).status).toBe(401);
  });

  it('can be revoked in another process, which this one notices within five seconds', async () => {
    const here = await start();
    const [first = ''] = announced();
    const listed = await here(first);
    const { items } = Keys.parse(await listed.json());
    const there = await start({ BOOTSTRAP_API_KEY: 'another-admin-key-of-this-site' });
    await there('another-admin-key-of-this-site', `/v1/api-keys/${items[0]?.id}`, 'DELETE');
    const begun = performance.now();

    await until(async () => (await here(first)).status === 401);

    expect(performance.now() - begun).toBeLessThan(5_500);
  });
});
