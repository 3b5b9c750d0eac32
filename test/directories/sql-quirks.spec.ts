import { verify as verifyArgon2 } from '@node-rs/argon2';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {
  DirectoryConnector,
  DirectoryOperation,
} from '../../src/directories/domain/connector.js';
import { openSqlConnector } from '../../src/directories/sql/open-sql-connector.js';
import { SqlSettingsSchema } from '../../src/directories/sql/sql-settings.js';
import { systemClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchMariadb, type MariadbServer, startMariadb } from '../servers/mariadb.js';
import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import { mariadbSite } from './mariadb-site.js';

const ALICE = 'alice@example.com';

function connect(url: string, settings: Record<string, unknown> = {}): DirectoryConnector {
  return openSqlConnector(SqlSettingsSchema.parse({ url, ...settings }), systemClock);
}

function perform(connector: DirectoryConnector, operation: DirectoryOperation, ref = ALICE) {
  const command = { do: operation, ref, actionId: newId() };
  return connector.perform(command, new AbortController().signal);
}

describe('the SQL connector on tables of all sorts', () => {
  let database: TestDatabase;
  let admin: pg.Pool;

  beforeAll(async () => {
    database = await createDatabase();
    admin = new pg.Pool({ connectionString: database.url, max: 2 });
    admin.on('error', () => undefined);
  });
  beforeEach(async () => {
    await admin.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const aMailbox = async (columns: string, values: string) => {
    await admin.query(`CREATE TABLE mailbox (${columns}); INSERT INTO mailbox VALUES (${values})`);
  };
  const row = async () => (await admin.query('SELECT * FROM mailbox')).rows[0];

  it('refuses to choose between two accounts of one name', async () => {
    await aMailbox('username text, password text, active boolean', `'${ALICE}', 'x', true`);
    await admin.query(`INSERT INTO mailbox VALUES ('${ALICE}', 'y', true)`);
    const connector = connect(database.url);

    const outcome = await perform(connector, 'lock');
    const { caveats } = (await connector.capabilities()).get('lock') ?? { caveats: [] };
    await connector.close();

    expect(outcome).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/more than one/),
    });
    expect(caveats.join()).toMatch(/unique/);
    expect((await admin.query('SELECT FROM mailbox WHERE active')).rowCount).toBe(2);
  });

  it('refuses a password that the column would cut off', async () => {
    await aMailbox('username text, password varchar(64), active boolean', `'${ALICE}', 'x', true`);
    const connector = connect(database.url, { scheme: 'SHA512-CRYPT' });

    const outcome = await perform(connector, 'force-reset');
    await connector.close();

    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/holds 64/) });
    expect((await row()).password).toBe('x');
  });

  it('notices a directory that takes a change and undoes it', async () => {
    await aMailbox('username text, password text, active boolean', `'${ALICE}', 'x', true`);
    await admin.query(
      `CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.active := true; RETURN NEW; END';
       CREATE TRIGGER keep BEFORE UPDATE ON mailbox FOR EACH ROW EXECUTE FUNCTION keep()`,
    );
    const connector = connect(database.url);

    const outcome = await perform(connector, 'lock');
    await connector.close();

    expect(outcome).toMatchObject({ kind: 'refused', after: { active: true } });
  });

  it('writes the scheme of the account, the must-change mark and the time', async () => {
    await aMailbox(
      'username text, password text, active smallint, must_change char(1), changed timestamptz',
      `'${ALICE}', '{ARGON2ID}$argon2id$v=19$m=16,t=2,p=1$c2FsdHNhbHQ$AAAA', 1, 'N', '2001-01-01'`,
    );
    const connector = connect(database.url, {
      columns: { mustChange: 'must_change', changedAt: 'changed' },
    });
    const before = Date.now();

    const outcome = await perform(connector, 'force-reset');
    await connector.close();

    const { password, must_change: mustChange } = await row();
    expect(outcome).toMatchObject({
      kind: 'applied',
      before: { mustChange: false, passwordChangedAt: new Date('2001-01-01') },
      after: { mustChange: true, active: true },
    });
    expect(outcome.after?.passwordChangedAt?.getTime()).toBeGreaterThan(before - 5_000);
    expect([password.slice(0, 20), mustChange]).toEqual(['{ARGON2ID}$argon2id$', 'Y']);
    expect(await verifyArgon2(password.slice('{ARGON2ID}'.length), 'guess')).toBe(false);
  });

  it('asks for the meaning of a column that it can’t read, and takes it', async () => {
    await aMailbox('username text, password text, active text', `'${ALICE}', 'x', 'A'`);
    const guessing = connect(database.url);
    const told = connect(database.url, { activeValues: { active: 'A', inactive: 'S' } });

    const refused = await perform(guessing, 'lock');
    const applied = await perform(told, 'lock');
    await Promise.all([guessing.close(), told.close()]);

    expect(refused).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/unclear/) });
    expect(applied).toMatchObject({ kind: 'applied', after: { active: false } });
    expect((await row()).active).toBe('S');
  });

  it('offers no lock to a database user who may only read', async () => {
    await aMailbox('username text, password text, active boolean', `'${ALICE}', 'x', true`);
    const reader = `reader_${newId().replaceAll('-', '')}`;
    await admin.query(
      `CREATE ROLE ${reader} LOGIN PASSWORD 'reader'; GRANT USAGE ON SCHEMA public TO ${reader};
       GRANT SELECT ON mailbox TO ${reader}`,
    );
    const url = new URL(database.url);
    url.username = reader;
    url.password = 'reader';
    const connector = connect(url.href);

    const capabilities = await connector.capabilities();
    const outcome = await perform(connector, 'lock');
    await connector.close();
    await admin.query(`DROP OWNED BY ${reader}; DROP ROLE ${reader}`);

    expect([capabilities.has('list'), capabilities.has('lock')]).toEqual([true, false]);
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/right/) });
  });

  it('waits a bounded time for a row that somebody else has locked', async () => {
    await aMailbox('username text, password text, active boolean', `'${ALICE}', 'x', true`);
    const connector = connect(database.url);
    const other = await admin.connect();
    await other.query('BEGIN; SELECT * FROM mailbox FOR UPDATE');

    const outcome = await perform(connector, 'lock');
    await other.query('ROLLBACK');
    other.release();
    const again = await perform(connector, 'lock');
    await connector.close();

    expect(outcome).toMatchObject({ kind: 'unavailable', reason: expect.stringMatching(/locked/) });
    expect(again.kind).toBe('applied');
  });

  it('stops in the middle when it is told to, and changes nothing', async () => {
    await aMailbox('username text, password text, active boolean', `'${ALICE}', 'x', true`);
    const connector = connect(database.url);
    const other = await admin.connect();
    await other.query('BEGIN; SELECT * FROM mailbox FOR UPDATE');
    const command = { do: 'lock', ref: ALICE, actionId: newId() } as const;

    const startedAt = performance.now();
    const outcome = await connector.perform(command, AbortSignal.timeout(200));
    const tookMs = performance.now() - startedAt;
    await other.query('ROLLBACK');
    other.release();

    expect(outcome.kind).toBe('unavailable');
    expect(tookMs).toBeLessThan(2_000);
    expect(await connector.read(ALICE)).toMatchObject({ active: true });
    await connector.close();
  });

  it('follows a table that was changed meanwhile', async () => {
    await aMailbox('username text, password text, active boolean', `'${ALICE}', 'x', true`);
    const connector = connect(database.url);
    await connector.read(ALICE);
    await admin.query('ALTER TABLE mailbox ALTER active TYPE integer USING active::integer');

    const outcomes = [await perform(connector, 'lock'), await perform(connector, 'lock')];
    await connector.close();

    expect(outcomes.some(({ kind }) => kind === 'applied')).toBe(true);
  });

  it('finds the server again after it was cut off', async () => {
    await aMailbox('username text, password text, active boolean', `'${ALICE}', 'x', true`);
    const connector = connect(database.url);
    await connector.read(ALICE);
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'authwarden-directory'`,
    );

    const state = await connector
      .read(ALICE)
      .catch(() => connector.read(ALICE).catch(() => undefined));
    await connector.close();

    expect(state === undefined || state.active).toBe(true);
  });
});

await describeWithServer('the SQL connector on MariaDB’s collations', fetchMariadb, () => {
  let server: MariadbServer;

  beforeAll(async () => {
    server = await startMariadb();
  });
  afterAll(() => server.stop());

  it('takes no account for another one that the collation calls equal', async () => {
    const site = await mariadbSite(
      server.url,
      [
        `CREATE TABLE mailbox (username varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PRIMARY KEY,
           password varchar(255) NOT NULL, active varchar(3) NOT NULL)`,
        `CREATE TABLE alias (address varchar(255) PRIMARY KEY, goto text NOT NULL)`,
        `INSERT INTO mailbox VALUES ('jörg@example.com', 'x', 'yes'), ('${ALICE}', 'x', 'yes')`,
        `INSERT INTO alias VALUES ('j@example.com', 'jörg@example.com'),
           ('all@example.com', '${ALICE}, jörg@example.com'), ('al@example.com', '${ALICE}')`,
      ],
      {
        settings: {},
        table: 'mailbox',
        login: 'username',
        displayName: 'username',
        password: 'password',
        also: ['', ''],
        stored: 'x',
      },
    );
    const connector = connect(server.url, { aliasTable: { table: 'alias' } });

    for (const ref of ['jorg@example.com', `${ALICE} `, 'ALICE@example.com', 'alicé@example.com'])
      expect((await perform(connector, 'lock', ref)).kind).toBe('refused');
    expect(await connector.lookup('jörg@example.com')).toMatchObject({
      addresses: ['jörg@example.com', 'all@example.com', 'j@example.com'],
    });
    expect(await connector.lookup(ALICE)).toMatchObject({
      addresses: [ALICE, 'al@example.com', 'all@example.com'],
    });
    expect((await perform(connector, 'lock', 'jörg@example.com')).kind).toBe('applied');
    expect(await site.run(`SELECT active FROM mailbox ORDER BY username`)).toEqual([
      { active: 'yes' },
      { active: 'no' },
    ]);
    await connector.close();
    await site.close();
  });
});
