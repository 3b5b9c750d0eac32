import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { attack } from '../support/attack.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';
import { type Received, type Receiver, startReceiver } from '../support/receiver.js';

const PATIENCE = { timeoutMs: 30_000 };

describe('webhooks', () => {
  let world: World;
  let worker: Service;
  let receiver: Receiver;
  let webhook: { id: string; secret: string };

  beforeAll(async () => {
    receiver = await startReceiver();
    world = await openWorld({ PRIVATE_TARGETS: '127.0.0.0/8' });
    worker = await openService(world.database.url, {
      ROLE: 'worker',
      PRIVATE_TARGETS: '127.0.0.0/8',
    });
    webhook = await make({ name: 'all', url: `${receiver.url}/all`, kinds: ['*'] });
  });
  afterAll(async () => {
    await worker.close();
    await world.close();
    await receiver.close();
  });

  async function make(json: object) {
    const answer = await world.service.ask('/v1/webhooks', { method: 'POST', json });
    expect(answer.status).toBe(201);
    return answer.body;
  }
  const deliveries = async (
    id: string,
  ): Promise<
    { id: string; messageId: string; status: string; attempts: number; lastStatus: number }[]
  > => (await world.service.ask(`/v1/webhooks/${id}/deliveries`)).body.items;
  const got = (path: string, type?: string) =>
    receiver.received.filter(
      (each) => each.path === path && (type === undefined || each.body.type === type),
    );
  const verify = (secret: string, { text, headers }: Received) =>
    new Webhook(secret).verify(text, headers);

  it('tell what happens, signed, and each message once', async () => {
    await attack(world.service.ask, 'one@example.test');
    const [message] = await until(() => {
      const all = got('/all', 'account.level-changed');
      return all.length > 0 && all;
    }, PATIENCE);

    expect(message?.body.data).toMatchObject({ from: 'low', to: 'critical' });
    expect(message && verify(webhook.secret, message)).toMatchObject({
      type: 'account.level-changed',
    });
    const ids = got('/all').map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are signed by both secrets while one is being replaced', async () => {
    const rotated = await world.service.ask(`/v1/webhooks/${webhook.id}/rotate-secret`, {
      method: 'POST',
    });
    const accountId = await attack(world.service.ask, 'two@example.test');
    const ofTwo = () => got('/all').filter(({ body }) => body.data.accountId === accountId);
    const [message] = await until(() => ofTwo().length > 0 && ofTwo(), PATIENCE);

    for (const secret of [webhook.secret, rotated.body.secret])
      expect(message && verify(secret, message)).toMatchObject({ data: { accountId } });
    expect(rotated.body.secret).not.toBe(webhook.secret);
  });

  it('show a secret once', async () => {
    const { text } = await world.service.ask('/v1/webhooks');

    expect(text).not.toContain('whsec_');
  });

  it('try again after a failure, and send again on request with the same id', async () => {
    const own = await make({
      name: 'flaky',
      url: `${receiver.url}/flaky`,
      kinds: ['account.level-changed'],
    });
    receiver.answerNext('/flaky', 503);
    await attack(world.service.ask, 'three@example.test');
    const done = await until(async () => {
      const all = await deliveries(own.id);
      return all.find(({ status, attempts }) => status === 'delivered' && attempts === 2);
    }, PATIENCE);
    const path = `/v1/webhooks/${own.id}/deliveries/${done.id}/replay`;
    await world.service.ask(path, { method: 'POST' });
    const copies = () =>
      got('/flaky').filter(({ headers }) => headers['webhook-id'] === done.messageId);
    await until(() => copies().length === 3, PATIENCE);

    expect(new Set(copies().map(({ text }) => text)).size).toBe(1);
  });

  it('are disabled by 410', async () => {
    const own = await make({
      name: 'gone',
      url: `${receiver.url}/gone`,
      kinds: ['account.level-changed'],
    });
    receiver.answerNext('/gone', 410);
    await attack(world.service.ask, 'four@example.test');

    const shown = await until(async () => {
      const { body } = await world.service.ask(`/v1/webhooks/${own.id}`);
      return body.enabled === false && body;
    }, PATIENCE);

    expect(shown.disabledBecause).toContain('410');
  });

  it('follow no redirect', async () => {
    const own = await make({
      name: 'moved',
      url: `${receiver.url}/moved`,
      kinds: ['account.level-changed'],
    });
    receiver.answerNext('/moved', 307, { location: `${receiver.url}/stolen` });
    await attack(world.service.ask, 'five@example.test');
    const first = await until(
      async () => (await deliveries(own.id)).find(({ attempts }) => attempts > 0),
      PATIENCE,
    );

    expect(first.lastStatus).toBe(307);
    expect(got('/stolen')).toEqual([]);
  });
});

describe('webhooks of a site that allows no private target', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  it.each([
    'http://127.0.0.1:1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://0.0.0.0/',
    'http://100.64.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'https://name:password@hooks.example.com/',
  ])('refuse %s', async (url) => {
    const json = { name: url, url, kinds: ['*'] };

    const answer = await world.service.ask('/v1/webhooks', { method: 'POST', json });

    expect(answer.body.code).toBe('webhook-target-refused');
  });

  it('refuse a name that leads to such an address, when it is connected to', async () => {
    const worker = await openService(world.database.url, { ROLE: 'worker' });
    const json = { name: 'local', url: 'http://localhost:1/', kinds: ['account.level-changed'] };
    const { body } = await world.service.ask('/v1/webhooks', { method: 'POST', json });

    await attack(world.service.ask, 'six@example.test');
    const [delivery] = await until(async () => {
      const { body: page } = await world.service.ask(`/v1/webhooks/${body.id}/deliveries`);
      return page.items[0]?.status === 'failed' && page.items;
    }, PATIENCE);
    await worker.close();

    expect(delivery.problem).toContain('private network');
  });
});
