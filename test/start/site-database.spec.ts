import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded-postgres.js';
import { checkSiteDatabase } from '../../src/platform/database/site-database.js';

describe("the check of a site's own database", () => {
  let dataDir: string;
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'authwarden-site-'));
    chmodSync(dataDir, 0o711);
    server = await startEmbeddedPostgres({ dataDir, log: () => {} });
    await asSuperuser("CREATE ROLE reader LOGIN PASSWORD 'sesame-reader'");
  });

  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is content with the owner of a database', async () => {
    await expect(checkSiteDatabase(server.url)).resolves.toBeUndefined();
  });

  it.each([
    ['a wrong password', { password: 'not-sesame' }, 'refuses the user name or password'],
    ['an unknown database', { pathname: '/nowhere' }, 'has no such database: create it first'],
    [
      'a role that may create nothing',
      { username: 'reader', password: 'sesame-reader' },
      "lets the role reader create no tables: make it the database's owner",
    ],
    ['an unknown host', { hostname: 'database.invalid' }, "the host name isn't known"],
  ])('says in one sentence that it is %s, without the password', async (_case, part, sentence) => {
    const url = Object.assign(new URL(server.url), part);

    const failure = await checkSiteDatabase(url.href).catch((error: unknown) => String(error));

    expect(failure).toContain(sentence);
    expect(failure).not.toContain(url.password);
    expect(failure).not.toContain('\n');
  });

  async function asSuperuser(sql: string): Promise<void> {
    const kept: unknown = JSON.parse(
      readFileSync(join(dataDir, 'postgres-passwords.json'), 'utf8'),
    );
    const password = kept instanceof Object && 'superuser' in kept ? String(kept.superuser) : '';
    const url = Object.assign(new URL(server.url), { username: 'postgres', password });
    const client = new Client({ connectionString: url.href });
    await client.connect();
    await client.query(sql);
    await client.end();
  }
});
