import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack } from '../support/attack.js';
import { type Receiver, startReceiver } from '../support/receiver.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const ENVIRONMENT = {
  PUBLIC_URL: 'https://authwarden.example.test',
  PRIVATE_TARGETS: '127.0.0.0/8',
};
const RISK = 'https://schemas.openid.net/secevent/caep/event-type/risk-level-change';
const PATIENCE = { timeoutMs: 40_000 };

describe('security event tokens', () => {
  let world: World;
  let worker: Service;
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
    world = await openWorld(ENVIRONMENT);
    worker = await openService(world.database.url, { ROLE: 'worker', ...ENVIRONMENT });
  });
  afterAll(async () => {
    await worker.close();
    await world.close();
    await receiver.close();
  });

  async function make(json: object): Promise<string> {
    const common = { kinds: ['*'], audience: 'https://idp.example.test' };
    const answer = await world.service.ask('/v1/webhooks', {
      method: 'POST',
      json: { ...common, ...json },
    });
    expect(answer.status).toBe(201);
    expect(answer.body.secret).toBeNull();
    return answer.body.id;
  }

  async function claimsOf(token: string) {
    const { body } = await world.service.ask('/v1/security-events/keys');
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(body), {
      issuer: ENVIRONMENT.PUBLIC_URL,
      audience: 'https://idp.example.test',
      typ: 'secevent+jwt',
    });
    return { payload, protectedHeader };
  }

  it('are pushed, signed, with the bearer token that the receiver wants to see', async () => {
    await make({
      name: 'push',
      format: 'set-push',
      url: `${receiver.url}/push`,
      bearerToken: 'a-bearer-token',
    });
    await attack(world.service.ask, 'push@example.test');
    const [message] = await until(() => {
      const all = receiver.received.filter(({ path }) => path === '/push');
      return all.length > 0 && all;
    }, PATIENCE);
    const { payload } = await claimsOf(message?.text ?? '');

    expect(message?.headers).toMatchObject({
      'content-type': 'application/secevent+jwt',
      authorization: 'Bearer a-bearer-token',
    });
    expect(payload).toMatchObject({
      sub_id: { format: 'email', email: 'push@example.test' },
      events: { [RISK]: { current_level: 'HIGH', previous_level: 'LOW', principal: 'USER' } },
    });
    expect(payload.exp).toBeUndefined();
  });

  it('can be fetched, and come again until they are acknowledged', async () => {
    const id = await make({
      name: 'poll',
      format: 'set-poll',
      url: 'https://idp.example.test/',
      kinds: ['account.level-changed'],
    });
    const poll = async (json: object) =>
      (await world.service.ask(`/v1/webhooks/${id}/poll`, { method: 'POST', json })).body;
    await attack(world.service.ask, 'poll@example.test');
    const sets = await until(async () => {
      const { sets: waiting } = await poll({});
      return Object.keys(waiting).length > 0 && waiting;
    }, PATIENCE);
    const [jti = ''] = Object.keys(sets);
    const again = await poll({});
    const after = await poll({ ack: Object.keys(sets) });
    const { payload } = await claimsOf(sets[jti]);

    expect(payload.jti).toBe(jti);
    expect(Object.keys(again.sets)).toEqual(Object.keys(sets));
    expect(after).toEqual({ sets: {}, moreAvailable: false });
  });

  it('need an issuer', async () => {
    const other = await openWorld();
    const json = {
      name: 'x',
      format: 'set-poll',
      url: 'https://idp.example.test/',
      kinds: ['*'],
    };

    const answer = await other.service.ask('/v1/webhooks', { method: 'POST', json });
    await other.close();

    expect(answer.body.code).toBe('public-url-needed');
  });
});
