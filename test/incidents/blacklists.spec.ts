import { afterAll, beforeAll, expect, it } from 'vitest';
import { BlacklistCheck } from '../../src/incidents/blacklists/blacklist-check.service.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchRbldnsd, type RbldnsdServer, startRbldnsd } from '../servers/rbldnsd.js';
import { type Asking, everyItem } from '../support/asking.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const REASON = 'Spam received from $, see https://good.test/';
const GOOD = { v4: ['127.0.0.2', '192.0.2.25'], v6: ['2001:db8::25'], reason: REASON };

await describeWithServer('the blacklist monitor', fetchRbldnsd, () => {
  let world: World;
  let ask: Asking;
  let server: RbldnsdServer;

  beforeAll(async () => {
    server = await startRbldnsd({
      'good.test': GOOD,
      'all.test': { v4: ['0.0.0.0/1', '128.0.0.0/1'], v6: ['::/0'], reason: 'Parked.' },
      'dead.test': { reason: 'Nothing.' },
      'closed.test': {
        v4: ['0.0.0.0/1', '128.0.0.0/1'],
        code: '127.255.255.254',
        reason: 'Use your own resolver.',
      },
    });
    world = await openWorld({ ROLE: 'all' });
    ({ ask } = world.service);
  });
  afterAll(async () => {
    await world.close();
    await server.stop();
  });

  const configure = async (change: object) => {
    const json = {
      addresses: ['192.0.2.25', '192.0.2.26', '2001:db8::25'],
      zones: ['good.test'],
      resolvers: [server.address],
      timeoutMs: 500,
      ...change,
    };
    const answer = await ask('/v1/blacklist-monitor', { method: 'PUT', json });
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  };
  const check = async () => {
    const asked = await ask('/v1/blacklist-monitor/check', { method: 'POST' });
    expect([asked.status, asked.text]).toEqual([202, expect.any(String)]);
    return until(async () => {
      const { body } = await ask(`/v1/blacklist-monitor/checks/${asked.body.id}`);
      return body.status === 'done' && body;
    });
  };
  const healths = ({ result }: { result: { zones: { zone: string; health: string }[] } }) =>
    result.zones.map(({ zone, health }) => [zone, health]);
  const current = () => everyItem(ask, '/v1/blacklist-monitor/listings?current=true');
  const happenings = async () =>
    (
      await world.sql(`SELECT kind, detail->>'address' AS address FROM happening ORDER BY written`)
    ).map(({ kind, address }) => `${kind} ${address}`);

  it('has nothing to check before it is told what', async () => {
    const { status, body } = await ask('/v1/blacklist-monitor/check', { method: 'POST' });

    expect([status, body.code]).toEqual([409, 'blacklist-nothing-to-check']);
  });

  it('finds listed addresses of both kinds, and why', async () => {
    await configure({});

    const { result, progress } = await check();

    expect(healths({ result })).toEqual([
      ['good.test', 'good'],
      ['good.test', 'good'],
    ]);
    expect(progress).toEqual({ done: 7, total: 7 });
    expect(result.answers).toEqual([
      {
        address: '192.0.2.25',
        zone: 'good.test',
        answer: 'listed',
        codes: ['127.0.0.2'],
        reason: 'Spam received from 192.0.2.25, see https://good.test/',
      },
      { address: '192.0.2.26', zone: 'good.test', answer: 'clear', codes: [], reason: null },
      expect.objectContaining({ address: '2001:db8::25', answer: 'listed' }),
    ]);
  });

  it('keeps the history: since when, and until when', async () => {
    await configure({});
    await check();
    const before = await current();
    await check();
    const again = await current();
    await server.setZone('good.test', { ...GOOD, v4: ['127.0.0.2'] });

    const after = await until(async () => {
      await check();
      const open = await current();
      return open.length === 1 && open;
    });
    const [delisted] = (await everyItem(ask, '/v1/blacklist-monitor/listings')).filter(
      ({ address }: { address: string }) => address === '192.0.2.25',
    );

    expect(again.map(({ id, listedAt }) => [id, listedAt])).toEqual(
      before.map(({ id, listedAt }) => [id, listedAt]),
    );
    expect(after.map(({ address }: { address: string }) => address)).toEqual(['2001:db8::25']);
    expect(Date.parse(delisted.delistedAt)).toBeGreaterThan(Date.parse(delisted.listedAt));
    expect(await happenings()).toEqual([
      'blacklist.listed 192.0.2.25',
      'blacklist.listed 2001:db8::25',
      'blacklist.delisted 192.0.2.25',
    ]);
    await server.setZone('good.test', GOOD);
  });

  it('believes no blacklist that misbehaves', async () => {
    const zones = ['all.test', 'dead.test', 'closed.test', 'foreign.test'];
    await configure({ addresses: ['192.0.2.77'], zones });
    const before = await current();

    const checked = await check();

    expect(healths(checked)).toEqual([
      ['all.test', 'lists-everything'],
      ['dead.test', 'lists-nothing'],
      ['closed.test', 'unreachable'],
      ['foreign.test', 'unreachable'],
    ]);
    for (const { answer } of checked.result.answers) expect(answer).toBe('unknown');
    expect(await current()).toEqual(before);
  });

  it('takes silence for no answer, and ends nothing by it', async () => {
    await configure({});
    await until(async () => {
      await check();
      return (await current()).length === 2;
    });
    await configure({ resolvers: ['127.0.0.1:9'], timeoutMs: 100 });

    const checked = await check();

    expect(healths(checked)[0]).toEqual(['good.test', 'unreachable']);
    expect(await current()).toHaveLength(2);
  });

  it('changes nothing when its job comes twice', async () => {
    await configure({});
    const { id } = await check();
    const before = await everyItem(ask, '/v1/blacklist-monitor/listings');

    await world.service.app
      .get(BlacklistCheck, { strict: false })
      .run(id, new AbortController().signal);

    expect(await everyItem(ask, '/v1/blacklist-monitor/listings')).toEqual(before);
  });

  it('checks by schedule', async () => {
    await configure({});
    const { status, text, body } = await ask('/v1/schedules', {
      method: 'POST',
      json: {
        name: 'blacklists',
        job: 'blacklist-check',
        cron: '* * * * * *',
        timezone: 'UTC',
        params: {},
        enabled: true,
      },
    });
    expect([status, text]).toEqual([201, expect.any(String)]);

    const run = await until(
      async () => {
        const { items } = (await ask('/v1/schedules')).body;
        return items[0].lastRun?.status === 'done' && items[0].lastRun;
      },
      { timeoutMs: 30_000 },
    );
    await ask(`/v1/schedules/${body.id}`, { method: 'DELETE' });

    expect(JSON.stringify(run)).toContain('2 listings found; 0 blacklists do not behave.');
  });

  it('writes down who changed what it watches', async () => {
    await configure({ addresses: ['192.0.2.1'] });

    const [entry] = (await ask('/v1/audit-log?what=blacklist-monitor.changed')).body.items;

    expect(entry.detail.after.addresses).toEqual(['192.0.2.1']);
  });

  it.each([
    [{ addresses: ['192.0.2'] }, 'addresses.0'],
    [{ zones: ['Good.test'] }, 'zones.0'],
    [{ zones: ['localhost'] }, 'zones.0'],
    [{ resolvers: ['ns.example.org'] }, 'resolvers.0'],
  ])('refuses %j', async (json, path) => {
    const { status, body } = await ask('/v1/blacklist-monitor', { method: 'PUT', json });

    expect([status, body.errors[0].path]).toEqual([400, path]);
  });
});
