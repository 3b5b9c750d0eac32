import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLogOf, PASSWORD } from '../../src/events/domain/source-logs.builder.js';
import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import { type Asking, askingAt, sendEvents, sendLog } from '../support/asking.js';
import { type ChildService, startChild } from '../support/child-service.js';
import { dumpOf } from '../support/database-dump.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { openSql, type Sql } from '../support/sql.js';
import { until } from '../until.js';

const FORMATS = [
  'mailscan',
  'postfix',
  'dovecot',
  'exim',
  'sendmail',
  'sshd',
  'ecs',
  'ocsf',
  'native',
];
const CHECKED = 'Tr0ub4dor-checked-&3';
/** Long, so that nothing in fixed texts is like it. */
const REMEMBERED = 'qv7#-remembered-zzyx';
const BOOTSTRAP_KEY = 'bootstrap-key-of-promise-three';
const UNREACHABLE_PASSWORD = 'directory-secret-nobody-hears';

/** Lines that hold the password where servers and their modules really put it, or where people do. */
const LEAKS: readonly (readonly [format: string, lines: readonly string[]])[] = [
  [
    'dovecot',
    [
      `Nov 23 09:00:00 mx1 dovecot: auth: passwd-file(carol@example.test,198.51.100.9,<zz1>): Password mismatch (given password: ${PASSWORD})`,
      `Nov 23 09:00:01 mx1 dovecot: auth: Debug: client passdb out: OK\t2\tuser=carol@example.test\tpass=${PASSWORD}`,
      `Nov 23 09:00:02 mx1 dovecot: auth: ldap(carol@example.test,198.51.100.9,<zz2>): unknown user (given password: ${PASSWORD})`,
      `Nov 23 09:00:03 mx1 dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<carol@example.test>, method=PLAIN, rip=198.51.100.9, lip=192.0.2.10, session=<zz1>`,
    ],
  ],
  [
    'postfix',
    [
      `Nov 23 09:00:00 mx1 postfix/smtpd[300]: warning: unknown[198.51.100.9]: SASL PLAIN authentication failed: ${base64(`\0carol@example.test\0${PASSWORD}`)}`,
      `Nov 23 09:00:01 mx1 postfix/smtpd[300]: < unknown[198.51.100.9]: AUTH PLAIN ${base64(`\0carol@example.test\0${PASSWORD}`)}`,
      `Nov 23 09:00:02 mx1 postfix/smtpd[300]: < unknown[198.51.100.9]: ${base64(PASSWORD)}`,
    ],
  ],
  [
    'mailscan',
    [
      '23 Nov 2026 09:00:00 – SMTPIN: Entering into thread no: 9 (IP: 198.51.100.9)',
      '23 Nov 2026 09:00:01 – SMTPIN: #AUTH LOGIN',
      `23 Nov 2026 09:00:02 – SMTPIN: #${base64('carol@example.test')}`,
      `23 Nov 2026 09:00:03 – SMTPIN: #${base64(PASSWORD)}`,
    ],
  ],
];

describe('promise 3: no secret reaches the database, a log, a job, a ticket or an answer', () => {
  let database: TestDatabase;
  let sql: Sql;
  let child: ChildService;
  let mailboxes: Mailboxes;
  let ask: Asking;
  const answers: string[] = [];
  const secrets = new Map<string, string>();

  beforeAll(async () => {
    database = await createDatabase();
    sql = await openSql(database.url);
    child = await startChild(database.url, {
      LOG_LEVEL: 'trace',
      BOOTSTRAP_API_KEY: BOOTSTRAP_KEY,
    });
    const asAdmin = askingAt(child.url, answers);
    ask = (path, options) => asAdmin(path, { key: BOOTSTRAP_KEY, ...options });
    await sendEverything();
  });
  afterAll(async () => {
    await child.kill();
    await mailboxes.close();
    await sql.close();
    await database.drop();
  });

  async function sendEverything(): Promise<void> {
    secrets.set('the password in the logs', PASSWORD);
    secrets.set('the PLAIN response', `\0alice@example.test\0${PASSWORD}`);
    for (const format of FORMATS) {
      const raw = aLogOf(format).join('\n');
      for (const query of [`format=${format}`, `format=auto`, `format=${format}&stream=${format}`])
        await sendLog(ask, `${query}&year=2026`, raw);
      await ask('/v1/logs/preview', {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        raw: JSON.stringify({ id: '1', format, line: raw }),
      });
    }
    for (const [format, lines] of LEAKS) {
      await sendLog(ask, `format=${format}&year=2026`, lines.join('\n'));
      for (const [index] of lines.entries())
        await sendLog(ask, `format=${format}&year=2026&stream=leak-${format}`, `${lines[index]}\n`);
    }
    await sendEvents(ask, [
      { type: 'authentication', time: '2026-11-23T08:00:00Z', account: 'a', outcome: PASSWORD },
      { type: 'authentication', time: PASSWORD, account: 'a', outcome: 'success' },
      {
        type: 'authentication',
        time: '2026-11-23T08:00:00Z',
        account: 'a',
        outcome: 'success',
        password: PASSWORD,
      },
    ]);
    await ask('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      raw: `[{"password": "${PASSWORD}"`,
    });
    secrets.set('the password that was checked', CHECKED);
    await ask('/v1/passwords/check', {
      method: 'POST',
      json: { password: CHECKED, account: 'alice@example.test' },
    });
    await ask('/v1/passwords/check', { method: 'POST', json: { password: CHECKED.repeat(100) } });
    await ask('/v1/passwords/check', { method: 'POST', json: { passwort: CHECKED } });
    await rememberPasswords();
    await actOnMailboxes();
    await makeKeys();
  }

  /** Passwords where as much as may be is kept of them: with history rules, and breach lists at hand. */
  async function rememberPasswords(): Promise<void> {
    secrets.set('the password that was remembered', REMEMBERED);
    const rules = ['history', 'shared-history', 'breach-list', 'similarity'].map((rule) => ({
      rule,
      options: {},
    }));
    const json = { name: 'remembering', rules };
    await ask('/v1/password-policies', { method: 'POST', json });
    for (const password of [REMEMBERED, REMEMBERED, `${REMEMBERED}x`])
      await ask('/v1/passwords/check', {
        method: 'POST',
        json: {
          password,
          previousPassword: REMEMBERED,
          account: 'alice@example.test',
          policy: 'remembering',
          context: [REMEMBERED],
          chosen: true,
        },
      });
    await ask('/v1/breach-lists?algorithm=sha1', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      raw: `${REMEMBERED}:1\n`,
    });
  }

  async function actOnMailboxes(): Promise<void> {
    mailboxes = await connectMailboxes(ask, ['alice@example.test']);
    secrets.set("the directory's password", new URL(mailboxes.database.url).password);
    secrets.set('a stored hash', 'c29tZXRoaW5nIG9sZA==');
    secrets.set('the password of a directory that is away', UNREACHABLE_PASSWORD);
    const url = `postgres://x:${UNREACHABLE_PASSWORD}@127.0.0.1:1/none`;
    const away = await ask('/v1/directories', {
      method: 'POST',
      json: { name: 'away', kind: 'sql', settings: { url } },
    });
    await ask(`/v1/directories/${away.body.id}/test`, { method: 'POST' });
    await ask('/v1/directories', {
      method: 'POST',
      json: { name: 'wrong', kind: 'sql', settings: { url: `http://x:${UNREACHABLE_PASSWORD}@x` } },
    });
    await ask(`/v1/directories/${mailboxes.directoryId}/test`, { method: 'POST' });
    await ask(`/v1/directories/${mailboxes.directoryId}/sync`, { method: 'POST' });
    const { body } = await ask('/v1/accounts?login=alice@example.test');
    for (const operation of ['force-reset', 'lock']) {
      const action = await ask(`/v1/accounts/${body.items[0].id}/actions`, {
        method: 'POST',
        json: { do: operation, reason: 'Its password is known.' },
      });
      await until(
        async () => (await ask(`/v1/actions/${action.body.id}`)).body.status === 'applied',
        { timeoutMs: 40_000, what: operation },
      );
    }
    secrets.set('the new hash', (await mailboxes.of('alice@example.test')).password.slice(9));
  }

  async function makeKeys(): Promise<void> {
    const made = await askingAt(child.url)('/v1/api-keys', {
      method: 'POST',
      key: BOOTSTRAP_KEY,
      json: { name: 'shipper', scopes: ['events:write'] },
    });
    secrets.set('an API key', made.body.key);
    secrets.set('the bootstrap key', BOOTSTRAP_KEY);
    secrets.set('the key for secrets', Buffer.alloc(32, 7).toString('base64'));
    const asked = askingAt(child.url, answers);
    await asked('/v1/accounts', { key: made.body.key });
    await asked('/v1/accounts', { key: `${made.body.key}x` });
    for (const path of [
      '/v1/events',
      '/v1/signals',
      '/v1/actions',
      '/v1/audit-log',
      '/v1/api-keys',
    ])
      await ask(`${path}?limit=200`);
    await ask('/metrics');
  }

  /** The secret as text, in base64 at each of its three alignments, in hex, in a URL and as quick hashes. */
  function spellingsOf(secret: string): readonly string[] {
    const hashes = ['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(secret));
    return [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('hex'),
      ...[0, 1, 2].map((shift) =>
        // What precedes and follows changes the first and the last characters.
        Buffer.from('x'.repeat(shift) + secret)
          .toString('base64')
          .slice(shift === 0 ? 0 : 4, -4),
      ),
      ...hashes.map((hash) => hash.digest('hex')),
    ].filter((text) => text.length >= 8);
  }

  function leaksIn(text: string, allowed: readonly string[] = []): string[] {
    return [...secrets].flatMap(([name, secret]) =>
      allowed.includes(name) || !spellingsOf(secret).some((spelling) => text.includes(spelling))
        ? []
        : [name],
    );
  }

  it('has read the logs, so that the search is worth something', async () => {
    const [row] = await sql('SELECT count(*)::int AS events FROM event');

    expect(row.events).toBeGreaterThan(20);
    expect(secrets.size).toBe(11);
    expect(leaksIn(`x ${base64(`user:${PASSWORD}!`)} y`)).toContain('the password in the logs');
  });

  it('keeps none in any table, those of the queue among them', async () => {
    const dump = await dumpOf(sql);

    expect([...dump.keys()]).toEqual(expect.arrayContaining(['public.event', 'bullmq.job']));
    for (const [table, text] of dump) {
      // A hash of a key with 256 random bits is how a key is recognised; nothing can be guessed of it.
      const allowed = table === 'public.api_key' ? ['an API key', 'the bootstrap key'] : [];
      expect(leaksIn(text, allowed), table).toEqual([]);
    }
    const keys = dump.get('public.api_key') ?? '';
    for (const name of ['an API key', 'the bootstrap key'])
      expect(keys).not.toContain(secrets.get(name));
  });

  it('prints none, on the most talkative level', () => {
    expect(child.output().length).toBeGreaterThan(1_000);
    expect(leaksIn(child.output())).toEqual([]);
  });

  it('answers none, whatever was sent', () => {
    expect(answers.length).toBeGreaterThan(50);
    expect(leaksIn(answers.join('\n'))).toEqual([]);
  });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
