import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Asking, sendEvents, sendLog } from '../support/asking.js';
import { openWorld, type World } from '../support/world.js';

const GOOD = {
  type: 'authentication',
  time: '2026-06-01T08:00:00.000Z',
  account: 'alice@example.test',
  sourceIp: '192.0.2.1',
  protocol: 'imap',
  outcome: 'success',
};
const FAILED_LOGIN =
  'Nov 23 08:00:00 mx1 sshd[4242]: Failed password for alice from 203.0.113.7 port 50022 ssh2';
const SSHD = 'format=sshd&year=2025';

describe('promise 9: bad input gets a precise problem, and the good lines beside it are kept', () => {
  let world: World;
  let ask: Asking;

  beforeAll(async () => {
    world = await openWorld();
    ({ ask } = world.service);
  });
  beforeEach(() => world.beginAnew());
  afterAll(() => world.close());

  const ndjson = (raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    ask('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...headers },
      raw,
    });
  const good = (session: number) => JSON.stringify({ ...GOOD, session: String(session) });
  const stored = async () => (await world.outcome()).events.length;

  it('names line and field of what is wrong between good lines', async () => {
    const lines = [
      good(1),
      '{"type": "authentication", ',
      good(2),
      '',
      JSON.stringify({ ...GOOD, time: 'yesterday' }),
      JSON.stringify({ ...GOOD, outcome: 'perhaps' }),
      JSON.stringify({ ...GOOD, sourceIp: '192.0.2.300' }),
      JSON.stringify({ ...GOOD, account: undefined }),
      JSON.stringify({ ...GOOD, account: 'x'.repeat(321) }),
      JSON.stringify({ ...GOOD, reason: 'bad-password' }),
      JSON.stringify({ ...GOOD, time: new Date(Date.now() + 2 * 86_400_000).toISOString() }),
      JSON.stringify({ ...GOOD, time: '1999-12-31T23:59:59Z' }),
      JSON.stringify({
        ...GOOD,
        type: 'message',
        message: { sender: 'a@example.test', recipients: -1 },
      }),
      '[]',
      'null',
      good(3),
    ];

    const { status, body } = await ndjson(lines.join('\r\n'));

    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 3, duplicates: 0, rejected: 12 });
    expect(
      body.rejections.map(({ line, code, detail }: Record<string, string>) => [
        line,
        code,
        detail?.split(' ')[0],
      ]),
    ).toEqual([
      [2, 'invalid-json', 'the'],
      [5, 'invalid-event', 'time'],
      [6, 'invalid-event', 'outcome'],
      [7, 'invalid-event', 'sourceIp'],
      [8, 'invalid-event', 'account'],
      [9, 'invalid-event', 'account'],
      [10, 'invalid-event', 'reason'],
      [11, 'event-in-future', expect.any(String)],
      [12, expect.stringMatching(/^invalid-event|event-too-old$/), 'time'],
      [13, 'invalid-event', 'message.recipients'],
      [14, 'invalid-event', expect.any(String)],
      [15, 'invalid-event', expect.any(String)],
    ]);
    expect(await stored()).toBe(3);
  });

  it('counts from 1 in an array, too', async () => {
    const json = [GOOD, { ...GOOD, protocol: 'gopher' }, { ...GOOD, session: '2' }];

    const { body } = await ask('/v1/events', { method: 'POST', json });

    expect(body).toMatchObject({ accepted: 2, rejected: 1 });
    expect(body.rejections[0]).toMatchObject({ line: 2, code: 'invalid-event' });
    expect(body.rejections[0].detail).toMatch(/^protocol must be one of smtp, imap/);
  });

  it('lists the first hundred rejections and counts them all', async () => {
    const { body } = await ndjson('{"type": 1}\n'.repeat(150));

    expect(body).toMatchObject({ accepted: 0, rejected: 150 });
    expect(body.rejections).toHaveLength(100);
  });

  it('never shows what stood in a field that is wrong', async () => {
    const lines = [
      'Password1',
      '{"outcome": "Password1"}',
      JSON.stringify({ ...GOOD, outcome: 'Password1' }),
    ];

    const { text } = await ndjson(lines.join('\n'));

    expect(text).not.toContain('Password1');
  });

  it.each([
    ['an object that is no array', '{}', 'application/json', 400, 'invalid-request'],
    ['JSON that is cut off', '[{"type":', 'application/json', 400, 'malformed-json'],
    ['another content type', '<a/>', 'application/xml', 415, 'unsupported-media-type'],
  ])('refuses %s', async (_case, raw, type, status, code) => {
    const answer = await ask('/v1/events', {
      method: 'POST',
      headers: { 'content-type': type },
      raw,
    });

    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('takes an empty body for no events', async () => {
    expect((await ndjson('')).body).toMatchObject({ accepted: 0, rejected: 0 });
    expect((await sendLog(ask, SSHD, '')).body).toMatchObject({ lines: 0, events: 0 });
  });

  it('refuses 10,001 events as a whole, and takes 10,000', async () => {
    const events = Array.from({ length: 10_001 }, (_, n) => ({ ...GOOD, session: String(n) }));

    const refused = [
      await sendEvents(ask, events),
      await ask('/v1/events', { method: 'POST', json: events }),
    ];
    const [before] = await world.sql('SELECT count(*)::int AS stored FROM event');
    const taken = await sendEvents(ask, events.slice(1));

    for (const { status, body } of refused)
      expect([status, body.code]).toEqual([413, 'too-many-events']);
    expect(before.stored).toBe(0);
    expect(taken.body.accepted).toBe(10_000);
  });

  it('refuses more than 16 MiB, compressed or not', async () => {
    const raw = `{"client":"${'x'.repeat(17 << 20)}"}`;

    const plain = await ndjson(raw);
    const packed = await ndjson(gzipSync(raw), { 'content-encoding': 'gzip' });

    for (const { status, body } of [plain, packed])
      expect([status, body.code]).toEqual([413, 'body-too-large']);
  });

  it('reads gzip, and names gzip that is none', async () => {
    const headers = { 'content-encoding': 'gzip' };

    const taken = [
      await ndjson(gzipSync(`${good(1)}\n${good(2)}\n`), headers),
      await sendLog(ask, SSHD, gzipSync(`${FAILED_LOGIN}\n`), headers),
    ];
    const broken = [
      await ndjson(good(3), headers),
      await sendLog(ask, SSHD, FAILED_LOGIN, headers),
    ];

    expect(taken.map(({ body }) => body.accepted ?? body.events)).toEqual([2, 1]);
    for (const { status, body } of broken)
      expect([status, body.code]).toEqual([400, 'malformed-request']);
  });

  it('keeps the good lines of a log beside any bad one', async () => {
    const bad = [
      Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x0a]),
      Buffer.from(`${'x'.repeat(70_000)}\n`),
      Buffer.from(`${FAILED_LOGIN} ${'y'.repeat(70_000)}\n`),
      Buffer.from('\u0000\u0001\u001b[31m half a line\r\n'),
      Buffer.from('{"not": "this format"}\n'),
    ];
    const log = bad.flatMap((line, n) => [
      line,
      Buffer.from(`${FAILED_LOGIN.replace(':00:00', `:00:0${n}`)}\r\n`),
    ]);

    const { status, body } = await sendLog(ask, SSHD, Buffer.concat(log));

    expect(status).toBe(200);
    expect(body).toMatchObject({ lines: 10, events: 5, duplicates: 0, unparsed: 5 });
    expect(body.firstEventAt).toBe('2025-11-23T08:00:00.000Z');
    expect(body.lastEventAt).toBe('2025-11-23T08:00:04.000Z');
    expect(await stored()).toBe(5);
  });

  it('reads the longest line that it promises to', async () => {
    const event = JSON.stringify(GOOD);
    const line = `${event}${' '.repeat(65_536 - event.length)}`;

    const { body } = await sendLog(ask, 'format=native', `${line}\n${line} \n`);

    expect(body).toMatchObject({ lines: 2, events: 1, unparsed: 1 });
  });

  it.each([
    ['an unknown format', 'format=klingon', 'unknown-log-format', 'format'],
    ['an unknown time zone', 'format=sshd&timezone=Mars/Olympus', 'invalid-request', 'timezone'],
    ['an odd year', 'format=sshd&year=26', 'invalid-request', 'year'],
    ['an unknown listener', 'format=sshd&listener=sideways', 'invalid-request', 'listener'],
    ['an empty stream', 'format=sshd&stream=', 'invalid-request', 'stream'],
    ['a parameter that does not exist', 'format=sshd&steam=mx1', 'invalid-request', 'steam'],
  ])('refuses a log with %s and names it', async (_case, query, code, field) => {
    const { status, body, text } = await sendLog(ask, query, FAILED_LOGIN);

    expect([status, body.code]).toEqual([400, code]);
    expect(text).toContain(field);
    expect(body.requestId).toEqual(expect.any(String));
  });

  it('refuses a log that is not sent as text', async () => {
    const answer = await sendLog(ask, SSHD, '{}', { 'content-type': 'application/json' });

    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-media-type']);
  });
});
