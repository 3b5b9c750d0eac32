import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReplayRunner } from '../../src/incidents/replays/replay-runner.service.js';
import { type Asking, everyItem, sendEvents } from '../support/asking.js';
import { dumpOf } from '../support/database-dump.js';
import { aStory, COMPROMISED, STAFF } from '../support/story.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const SPAN = { from: '2026-06-01T00:00:00Z', to: '2026-06-05T00:00:00Z' };
/** What every request changes, and the replay itself. */
const OWN_TABLES = /replay|audit_entry|idempotency_record|api_key|bullmq|happening/;

describe('a replay', () => {
  let world: World;
  let ask: Asking;

  beforeAll(async () => {
    world = await openWorld();
    ({ ask } = world.service);
    await world.beginAnew(STAFF);
    await ask('/v1/response-policy', { method: 'PUT', json: { mode: 'enforce' } });
    const story = aStory();
    for (let sent = 0; sent < story.length; sent += 200)
      await sendEvents(ask, story.slice(sent, sent + 200));
  });
  afterAll(() => world.close());

  const replay = async (changes: object, span: object = SPAN) => {
    const json = { ...span, changes };
    const asked = await ask('/v1/replays', { method: 'POST', json });
    expect([asked.status, asked.text]).toEqual([202, expect.any(String)]);
    const runner = world.service.app.get(ReplayRunner, { strict: false });
    await runner.run(asked.body.id, new AbortController().signal);
    const { body } = await ask(`/v1/replays/${asked.body.id}`);
    expect(body.status).toBe('done');
    return body;
  };

  it('with nothing changed raises the signals that there are', async () => {
    const { result, progress } = await replay({});
    const signals = await everyItem(ask, '/v1/signals');

    expect(result.signals).toBe(signals.length);
    expect(progress).toEqual({ done: result.accounts, total: result.accounts });
  });

  it('with nothing changed would do what was done', async () => {
    const { result } = await replay({});

    expect(result.difference).toMatchObject({ added: [], dropped: [] });
    expect(result.difference.both).toBeGreaterThanOrEqual(2 * COMPROMISED.length);
    for (const login of COMPROMISED)
      expect(result.would).toContainEqual(
        expect.objectContaining({ login, do: 'lock', status: 'queued', level: 'critical' }),
      );
  });

  it('names whom another rule would have locked, and when', async () => {
    const { result } = await replay({ policy: { rules: [{ level: 'medium', do: 'lock' }] } });

    const added = result.difference.added as string[];
    expect(added.length).toBeGreaterThan(0);
    for (const what of added) expect(what).toMatch(/ lock$/);
    expect(result.difference.dropped).toContain(`${COMPROMISED[0]} force-reset`);
    const times = (result.would as { at: string }[]).map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  });

  it('names whom a lighter detector would have let go', async () => {
    const detectors = await everyItem(ask, '/v1/detectors');
    const off = Object.fromEntries(
      detectors.map(({ id }: { id: string }) => [id, { enabled: false }]),
    );

    const { result } = await replay({ detectors: off });

    expect(result.signals).toBe(0);
    expect(result.would).toEqual([]);
    expect(result.difference.dropped.length).toBe(result.difference.wasCount);
  });

  it('changes nothing but its own row', async () => {
    const before = await dumpOf(world.sql);

    await replay({ detectors: { 'distributed-sign-ins': { weight: 1 } } });

    const after = await dumpOf(world.sql);
    const others = [...before.keys()].filter((table) => !OWN_TABLES.test(table));
    expect(others.length).toBeGreaterThan(10);
    for (const table of others)
      expect([table, after.get(table)]).toEqual([table, before.get(table)]);
  });

  it('begins with the habits of the time that it begins at', async () => {
    const whole = await replay({});
    const late = await replay({}, { from: '2026-06-02T00:00:00Z', to: SPAN.to });

    expect(late.result.events).toBeLessThan(whole.result.events);
    for (const login of COMPROMISED)
      expect(late.result.would).toContainEqual(expect.objectContaining({ login, do: 'lock' }));
  });

  it('is left alone once it has ended', async () => {
    const done = await replay({});
    const runner = world.service.app.get(ReplayRunner, { strict: false });

    await runner.run(done.id, new AbortController().signal);

    expect((await ask(`/v1/replays/${done.id}`)).body).toEqual(done);
    expect((await everyItem(ask, '/v1/replays'))[0]).toEqual(done);
  });

  it.each([
    [{ ...SPAN, to: SPAN.from, changes: {} }, 400, 'replay-span-invalid'],
    [{ ...SPAN, from: '2026-01-01T00:00:00Z', changes: {} }, 400, 'replay-span-invalid'],
    [{ ...SPAN, changes: { detectors: { nonsense: {} } } }, 404, 'detector-not-found'],
    [
      { ...SPAN, changes: { detectors: { 'impossible-travel': { options: { x: 1 } } } } },
      400,
      'detector-options-invalid',
    ],
    [{ ...SPAN, changes: { policy: { mode: 'shoot' } } }, 400, 'invalid-request'],
  ])('refuses %j', async (json, status, code) => {
    const answer = await ask('/v1/replays', { method: 'POST', json });

    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('the job of a replay', () => {
  it('does it in a worker', async () => {
    const world = await openWorld({ ROLE: 'all' });
    const { ask } = world.service;
    await sendEvents(ask, aStory().slice(0, 50));

    const { body } = await ask('/v1/replays', { method: 'POST', json: { ...SPAN, changes: {} } });
    const done = await until(async () => {
      const { body: now } = await ask(`/v1/replays/${body.id}`);
      return now.status === 'done' && now;
    });

    expect(done.result.accounts).toBeGreaterThan(0);
    await world.close();
  });
});
