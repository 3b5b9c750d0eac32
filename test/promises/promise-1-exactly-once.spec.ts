import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aLogOf } from '../../src/events/domain/source-logs.builder.js';
import { RosterService } from '../../src/accounts/roster.service.js';
import { ScoringService } from '../../src/risk/scoring.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Transaction } from '../../src/platform/database/transaction.js';
import { ADMIN_KEY } from '../http/api-client.js';
import { type Asking, everyItem, sendEvents, sendLog } from '../support/asking.js';
import { startChild } from '../support/child-service.js';
import { openSql } from '../support/sql.js';
import { aStory, STAFF } from '../support/story.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const STORY = aStory();
const FORMATS = 'mailscan postfix dovecot exim sendmail sshd ecs ocsf native auto'.split(' ');
/** More than the service hands to its writer at once, so that a part of it is stored on the way. */
const LOG_LINES = 14_000;

describe('promise 1: a 2xx means stored, scored and counted exactly once', () => {
  let world: World;
  let ask: Asking;

  beforeAll(async () => {
    world = await openWorld();
    ({ ask } = world.service);
  });
  beforeEach(() => world.beginAnew(STAFF));
  afterAll(() => world.close());

  const asArray = (events: readonly unknown[]) =>
    ask('/v1/events', { method: 'POST', json: events });

  it.each([
    ['as NDJSON', (events: readonly unknown[]) => sendEvents(ask, events)],
    ['as a JSON array', asArray],
  ])(
    'takes events that are sent again %s for duplicates, and changes nothing',
    async (_how, send) => {
      const first = await send(STORY);
      const before = await world.outcome();

      const again = await send(STORY);

      expect(first.body).toMatchObject({ accepted: STORY.length, duplicates: 0, rejected: 0 });
      expect(first.body.signals).toBeGreaterThan(20);
      expect(again.body).toMatchObject({ accepted: 0, duplicates: STORY.length, signals: 0 });
      expect(await world.outcome()).toEqual(before);
    },
  );

  it('has stored, scored and counted everything by the time it answers', async () => {
    const { body } = await sendEvents(ask, STORY);

    const [events] = await world.sql('SELECT count(*)::int AS stored FROM event');
    const [signals] = await world.sql('SELECT count(*)::int AS raised FROM signal');
    expect(events.stored).toBe(body.accepted);
    expect(signals.raised).toBe(body.signals);
    expect(await unscoredSignals()).toBe(0);
  });

  it('stores one event of identical lines in one request', async () => {
    const [event] = STORY;

    const { body } = await sendEvents(ask, [event, event, STORY[1], event]);

    expect(body).toMatchObject({ accepted: 2, duplicates: 2 });
    expect((await world.outcome()).events).toHaveLength(2);
  });

  it('takes the same event in another spelling for a duplicate', async () => {
    const [event] = STORY;
    const other = {
      ...event,
      time: event?.time.replace('Z', '+00:00'),
      account: event?.account.toUpperCase(),
      sourceIp: `::ffff:${event?.sourceIp}`,
      server: null,
    };

    const { body } = await sendEvents(ask, [event, other]);

    expect(body).toMatchObject({ accepted: 1, duplicates: 1 });
  });

  it('counts each event once when identical requests come at the same time', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => sendEvents(ask, STORY)));

    const total = (field: string) => answers.reduce((sum, { body }) => sum + body[field], 0);
    expect(total('accepted')).toBe(STORY.length);
    expect(total('duplicates')).toBe(2 * STORY.length);
    const before = await world.outcome();
    await world.beginAnew(STAFF);
    await sendEvents(ask, STORY);
    expect(await world.outcome()).toEqual(before);
  });

  it.each(FORMATS.flatMap((format) => [[format, ''] as const, [format, 'mx1'] as const]))(
    'takes a %s log that is sent again for duplicates (stream: "%s")',
    async (format, stream) => {
      const raw = `${aLogOf(format).join('\n')}\n`;
      const query = `format=${format}&year=2026${stream && `&stream=${stream}`}`;
      const first = await sendLog(ask, query, raw);
      const before = await world.outcome();

      const again = await sendLog(ask, query, raw);

      expect(first.body.events).toBeGreaterThan(0);
      expect(again.body).toMatchObject({
        lines: first.body.lines,
        events: 0,
        duplicates: first.body.events + first.body.duplicates,
        signals: 0,
      });
      expect(await world.outcome()).toEqual(before);
    },
  );

  it('takes events of accounts that a directory is handing over at the same time', async () => {
    const roster = world.service.app.get(RosterService, { strict: false });
    const login = 'newcomer@example.test';
    const listed = { ref: login, login, addresses: [login], state: { active: true } };
    // The directory's accounts are made, and its addresses have to wait.
    const somebody = await openSql(world.database.url);
    await somebody('BEGIN');
    await somebody('LOCK TABLE account_address IN EXCLUSIVE MODE');
    const synced = roster.receive('01937a5e-0000-7000-8000-00000000d1ed', [listed]);
    await until(isSomebodyWaiting, { what: 'the directory to wait' });

    const answer = sendEvents(ask, [{ ...STORY[0], account: login }]);
    await until(async () => (await waiting()) >= 2, { what: 'the events to wait' });
    await somebody('ROLLBACK');
    await somebody.close();

    expect((await answer).body).toMatchObject({ accepted: 1 });
    await synced;
    expect(await everyItem(ask, `/v1/accounts?login=${login}`)).toHaveLength(1);
  });

  it('keeps what an ingest has scored while the scores were being refreshed', async () => {
    await sendEvents(ask, STORY);
    const undisturbed = await world.outcome();
    await world.beginAnew(STAFF);
    await sendEvents(ask, STORY.slice(0, -400));
    const { app } = world.service;
    const newest = Date.parse(STORY.at(-401)?.time ?? '');

    let ingest: Promise<unknown> | undefined;
    await app.get(Database, { strict: false }).transaction(async (tx) => {
      // The refresh has read its signals, and is about to write its scores.
      const meanwhile = async () => {
        ingest ??= sendEvents(ask, STORY.slice(-400));
        await Promise.race([ingest, until(isSomebodyWaiting, { what: 'the ingest to wait' })]);
      };
      await app
        .get(ScoringService, { strict: false })
        .refresh(beforeWrite(tx, 'INSERT INTO account_risk', meanwhile), newest, newest, 1_000);
    });
    await ingest;

    expect(ingest).toBeDefined();
    expect(await unscoredSignals()).toBe(0);
    const stored = await world.outcome();
    expect(stored.accounts).toEqual(undisturbed.accounts);
  });

  it('comes to the undisturbed end after a kill -9 in the middle, when all is sent again', async () => {
    const log = aDovecotLog();
    const query = 'format=dovecot&year=2026';
    await sendLog(ask, query, log);
    await sendEvents(ask, STORY);
    const undisturbed = await world.outcome();
    await world.beginAnew(STAFF);

    const child = await startChild(world.database.url, { ROLE: 'api' });
    const upload = uploadWithoutEnd(`${child.url}/v1/logs?${query}`, log);
    await until(async () => (await storedEvents()) >= 5_000, { what: 'the first batch' });
    const requests = [];
    for (let from = 0; from < STORY.length; from += 20)
      requests.push(sendEvents(child.ask, STORY.slice(from, from + 20)).catch(() => undefined));
    await Promise.race(requests);
    await child.kill();
    await Promise.all([upload, ...requests]);
    const storedBefore = await storedEvents();

    const next = await startChild(world.database.url, { ROLE: 'api' });
    try {
      const sent = [await sendLog(next.ask, query, log), await sendEvents(next.ask, STORY)];
      expect(sent.map(({ status }) => status)).toEqual([200, 200]);
    } finally {
      await next.stop();
    }

    expect(storedBefore).toBeLessThan(undisturbed.events.length);
    expect(await world.outcome()).toEqual(undisturbed);
  });

  async function storedEvents(): Promise<number> {
    const [row] = await world.sql('SELECT count(*)::int AS stored FROM event');
    return row.stored;
  }

  /** Signals that their account's score doesn't know of. */
  async function unscoredSignals(): Promise<number> {
    const [row] = await world.sql(
      `SELECT count(*)::int AS unscored FROM signal
        WHERE NOT EXISTS (SELECT FROM account_risk
                           WHERE account_risk.account_id = signal.account_id
                             AND account_risk.scored_at >= signal.at)`,
    );
    return row.unscored;
  }

  const isSomebodyWaiting = async () => (await waiting()) > 0;

  /** Sessions of this database that wait for a lock. */
  async function waiting(): Promise<number> {
    const [row] = await world.sql(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row.waiting;
  }
});

/** A transaction that does something else first when a statement of this beginning is next. */
function beforeWrite(tx: Transaction, start: string, first: () => Promise<void>): Transaction {
  return {
    query: async (text: string, parameters?: unknown[]) => {
      if (text.trimStart().startsWith(start)) await first();
      return tx.query(text, parameters);
    },
  } as Transaction;
}

function aDovecotLog(): string {
  const lines = Array.from({ length: LOG_LINES }, (_, n) => {
    const at = new Date(Date.UTC(2026, 4, 20) + n * 4_000).toISOString().slice(11, 19);
    return `May 20 ${at} mx1 dovecot: imap-login: Login: user=<reader${n % 90}@example.test>, method=PLAIN, rip=198.51.100.${n % 200}, lip=192.0.2.10, mpid=${n}, TLS, session=<s${n}>\n`;
  });
  return lines.join('');
}

/** Sends most of a log and never ends; resolves when the connection is gone. */
async function uploadWithoutEnd(url: string, log: string): Promise<void> {
  const sent = Buffer.from(log).subarray(0, log.length * 0.8);
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(sent);
    },
  });
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'text/plain' };
  await fetch(url, { method: 'POST', headers, body, duplex: 'half' }).catch(() => undefined);
}
