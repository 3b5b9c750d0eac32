import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack } from '../support/attack.js';
import type { Asking } from '../support/asking.js';
import {
  HOOK_SECRET,
  type HookSigner,
  hookSigners,
  STANDARD_SECRET,
} from '../support/hook-signers.js';
import { type Receiver, startReceiver } from '../support/receiver.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';
import { STRICT_KINDS } from './kinds.js';
import { serveStrictly, type StrictHelpdesk } from './servers/strict-server.js';

const ENVIRONMENT = { PRIVATE_TARGETS: '127.0.0.0/8' };
const PATIENCE = { timeoutMs: 40_000 };
const DESK = { kind: 'webhook', url: '/desk' };

/** What each kind sends of the ticket that it knows by this id. */
const SENT: readonly (readonly [string, HookSigner, (id: string, key: string) => object])[] = [
  ['zammad', hookSigners.zammad, (id) => ({ ticket: { id: Number(id), title: 'x' }, article: {} })],
  ['glpi', hookSigners.glpi, (id) => ({ event: 'update', item: { id: Number(id) } })],
  ['jira-service-management', hookSigners.jira, (id) => ({ issue: { key: id } })],
  ['servicenow', hookSigners.standard, (_id, key) => ({ ticket: key })],
  ['zendesk', hookSigners.zendesk, (id) => ({ type: 'x', detail: { id } })],
];

describe('the signed webhooks of a helpdesk', () => {
  const servers = new Map<string, StrictHelpdesk>();
  const ids = new Map<string, string>();
  let world: World;
  let ask: Asking;
  let worker: Service;
  let receiver: Receiver;
  let accountId: string;

  beforeAll(async () => {
    world = await openWorld(ENVIRONMENT);
    ({ ask } = world.service);
    receiver = await startReceiver();
    for (const [kind, { handle, settings }] of Object.entries(STRICT_KINDS)) {
      const server = await serveStrictly(handle);
      servers.set(kind, server);
      await connect(kind, { url: server.url, ...settings });
    }
    await connect(DESK.kind, { url: receiver.url + DESK.url, secret: STANDARD_SECRET });
    accountId = await attack(ask, 'a@example.test');
    worker = await openService(world.database.url, { ROLE: 'worker', ...ENVIRONMENT });
    for (const kind of ids.keys())
      await until(async () => (await ticketIn(kind)).status === 'open', PATIENCE);
  });
  afterAll(async () => {
    await worker.close();
    await world.close();
    await receiver.close();
    for (const server of servers.values()) await server.close();
  });

  async function connect(kind: string, settings: object): Promise<void> {
    const json = { name: kind, kind, settings };
    const { body, status } = await ask('/v1/helpdesks', { method: 'POST', json });
    expect(status).toBe(201);
    ids.set(kind, body.id);
  }
  async function ticketIn(
    kind: string,
    about = accountId,
  ): Promise<{ key: string; status: string }> {
    const { body } = await ask(`/v1/tickets?accountId=${about}&helpdeskId=${ids.get(kind)}`);
    return body.items[0] ?? { key: '', status: 'none' };
  }
  const path = (kind: string, what: string) => `/v1/helpdesks/${ids.get(kind)}/${what}`;
  const setSecret = (kind: string, json: object) =>
    ask(path(kind, 'inbound-secret'), { method: 'PUT', json });
  const send = (kind: string, raw: string, headers: Record<string, string>) =>
    ask(path(kind, 'hooks'), {
      method: 'POST',
      key: '',
      raw,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const remoteOf = (kind: string, key: string) =>
    servers.get(kind)?.tickets.find(({ title }) => title.includes(key));

  it('are refused as long as no secret is set', async () => {
    const answer = await send('zammad', '{}', hookSigners.zammad('{}', new Date(), ''));

    expect([answer.status, answer.body.code]).toEqual([401, 'hook-not-signed']);
    expect((await ask(path('zammad', 'inbound-secret'))).body).toMatchObject({ isSet: false });
  });

  describe.each(SENT)('of %s', (kind, sign, payloadOf) => {
    const secret = sign === hookSigners.standard ? STANDARD_SECRET : HOOK_SECRET;

    it('have the helpdesk asked, and believe nothing but its answer', async () => {
      await setSecret(kind, { secret });
      const { key } = await ticketIn(kind);
      const remote = remoteOf(kind, key);
      const early = JSON.stringify(payloadOf(remote?.id ?? '', key));
      const late = JSON.stringify({ ...payloadOf(remote?.id ?? '', key), again: true });

      const forged = await send(kind, early, sign(`${early} `, new Date()));
      const before = await send(kind, early, sign(early, new Date()));
      const { status: open } = await ticketIn(kind);
      if (remote) remote.ended = true;
      const after = await send(kind, late, sign(late, new Date()));
      const { status: ended } = await ticketIn(kind);

      expect([forged.status, before.status, after.status]).toEqual([401, 204, 204]);
      expect([open, ended]).toEqual(['open', 'resolved']);
    });
  });

  it('are answered though the helpdesk answers nothing meanwhile, and followed when it does', async () => {
    const bob = await attack(ask, 'b@example.test');
    const ticket = () => ticketIn('zammad', bob);
    await until(async () => (await ticket()).status === 'open', PATIENCE);
    const remote = remoteOf('zammad', (await ticket()).key);
    if (remote) remote.ended = true;
    let letGo = () => {};
    servers.get('zammad')?.holdAnswers(new Promise<void>((resolve) => (letGo = resolve)));
    const body = JSON.stringify({ ticket: { id: Number(remote?.id) } });

    const { status } = await send('zammad', body, hookSigners.zammad(body, new Date()));
    const { status: meanwhile } = await ticket();
    letGo();

    expect([status, meanwhile]).toEqual([204, 'open']);
    await until(async () => (await ticket()).status === 'resolved', PATIENCE);
  });

  it('ask nobody when they come again, nor about tickets of others', async () => {
    const body = JSON.stringify({ ticket: { id: 1 }, moment: 1 });
    const foreign = JSON.stringify({ ticket: { id: 4_711 } });
    await send('zammad', body, hookSigners.zammad(body, new Date()));
    const asked = servers.get('zammad')?.requests;

    const again = await send('zammad', body, hookSigners.zammad(body, new Date()));
    const other = await send('zammad', foreign, hookSigners.zammad(foreign, new Date()));

    expect([again.status, other.status]).toEqual([204, 204]);
    expect(servers.get('zammad')?.requests).toBe(asked);
  });

  it('are good by the secret before for as long as was said', async () => {
    const made = await setSecret('zammad', { formerHours: 1 });
    const body = '{"ticket":"AW-222222222222"}';
    const by = (secret: string) =>
      send('zammad', body, hookSigners.zammad(body, new Date(), secret));

    const both = [await by(HOOK_SECRET), await by(made.body.secret)];
    await setSecret('zammad', { formerHours: 0 });
    const [stored] = await world.sql('SELECT sealed FROM helpdesk_inbound_secret');

    expect(made.body.formerUntil).toMatch(/Z$/);
    expect(both.map(({ status }) => status)).toEqual([204, 204]);
    expect((await by(made.body.secret)).status).toBe(401);
    expect(stored.sealed.toString('latin1')).not.toContain(HOOK_SECRET);
    expect((await ask('/v1/audit-log?limit=200')).text).not.toContain(made.body.secret);
  });

  it('say what has become of a ticket where the helpdesk can’t be asked', async () => {
    await setSecret(DESK.kind, { secret: STANDARD_SECRET });
    const { key } = await ticketIn(DESK.kind);
    const body = JSON.stringify({ type: 'ticket.rejected', data: { ticket: key } });

    const stale = await send(DESK.kind, body, hookSigners.standard(body, new Date(0)));
    const { status: before } = await ticketIn(DESK.kind);
    const fresh = await send(DESK.kind, body, hookSigners.standard(body, new Date()));

    expect([stale.status, before, fresh.status]).toEqual([401, 'open', 204]);
    expect((await ticketIn(DESK.kind)).status).toBe('resolved');
  });

  it('are not had from a mailbox', async () => {
    const settings = { url: 'smtp://127.0.0.1:1', from: 'a@example.com', to: 'b@example.com' };
    await connect('email', settings);

    const { body } = await setSecret('email', {});

    expect(body.code).toBe('helpdesk-without-hooks');
  });

  it('are refused after the secret was removed', async () => {
    await ask(path('zendesk', 'inbound-secret'), { method: 'DELETE' });

    const answer = await send('zendesk', '{}', hookSigners.zendesk('{}', new Date()));

    expect(answer.status).toBe(401);
  });
});
