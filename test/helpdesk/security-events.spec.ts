import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeIssuer, startIssuer } from '../http/openid-issuer.js';
import { accountIdOf, attack } from '../support/attack.js';
import { sendEvents } from '../support/asking.js';
import { type Receiver, startReceiver } from '../support/receiver.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const ENVIRONMENT = {
  PUBLIC_URL: 'https://authwarden.example.test',
  PRIVATE_TARGETS: '127.0.0.0/8',
};
const RISK = 'https://schemas.openid.net/secevent/caep/event-type/risk-level-change';
const COMPROMISE = 'https://schemas.openid.net/secevent/risc/event-type/credential-compromise';
const AUDIENCE = 'https://authwarden.example.test/set';
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

  describe('of others', () => {
    let idp: FakeIssuer;
    let transmitterId: string;
    let tokens = 0;

    beforeAll(async () => {
      idp = await startIssuer(AUDIENCE);
      await sendEvents(world.service.ask, [
        aSignIn('bob@example.test'),
        aSignIn('7f3a@example.test'),
      ]);
      const json = {
        name: 'identity provider',
        issuer: idp.issuer,
        audience: AUDIENCE,
        jwksUrl: `${idp.issuer}/keys`,
      };
      const answer = await world.service.ask('/v1/security-event-transmitters', {
        method: 'POST',
        json,
      });
      expect(answer.status).toBe(201);
      transmitterId = answer.body.id;
    });
    afterAll(() => idp.close());

    function tokenOf(claims: object, header: object = {}): Promise<string> {
      tokens += 1;
      const common = {
        sub: undefined,
        exp: undefined,
        jti: `token-${tokens}`,
        sub_id: { format: 'email', email: 'bob@example.test' },
        events: { [COMPROMISE]: { credential_type: 'password' } },
      };
      return idp.sign({ ...common, ...claims }, { typ: 'secevent+jwt', ...header });
    }
    const push = (raw: string, headers = { 'content-type': 'application/secevent+jwt' }) =>
      world.service.ask(`/v1/security-event-transmitters/${transmitterId}/events`, {
        method: 'POST',
        key: '',
        raw,
        headers,
      });
    const signalsOf = async (login: string) => {
      const id = await accountIdOf(world.service.ask, login);
      return (await world.service.ask(`/v1/accounts/${id}/signals`)).body.items;
    };
    const outcomes = async (): Promise<string[]> => {
      const path = `/v1/security-event-transmitters/${transmitterId}/events`;
      const { body } = await world.service.ask(path);
      return body.items.map(({ outcome }: { outcome: string }) => outcome);
    };

    it('become a signal that counts in the score, once however often they are sent', async () => {
      const token = await tokenOf({});

      const answers = [await push(token), await push(token)];
      const id = await accountIdOf(world.service.ask, 'bob@example.test');
      const { body } = await world.service.ask(`/v1/accounts/${id}`);
      const signals = await signalsOf('bob@example.test');

      expect(answers.map(({ status, text }) => [status, text])).toEqual([
        [202, ''],
        [202, ''],
      ]);
      expect(signals).toHaveLength(1);
      expect(signals[0]).toMatchObject({
        detector: 'reported-compromise',
        technique: 'T1078',
        confidence: 1,
        summary: 'identity provider reported that a credential is compromised (password).',
        evidence: { issuer: idp.issuer, event: COMPROMISE },
      });
      expect(body).toMatchObject({ score: 60, level: 'high' });
      expect(body.explanation.contributions).toMatchObject([
        { detector: 'reported-compromise', weight: 0.6, contribution: 0.6 },
      ]);
      expect((await world.service.ask('/v1/audit-log?limit=200')).text).toContain(
        'security-event.received',
      );
    });

    it('stay when late events have the account folded again', async () => {
      const late = aSignIn('bob@example.test', Date.now() - 3_600_000);

      await sendEvents(world.service.ask, [late]);

      expect(await signalsOf('bob@example.test')).toHaveLength(1);
    });

    it.each([
      ['an account URI', { format: 'account', uri: 'acct:7f3a@example.test' }],
      ["a subject of the issuer's", { format: 'iss_sub', iss: 'here', sub: '7f3a@example.test' }],
      ["an id of the sender's", { format: 'opaque', id: '7f3a@example.test' }],
    ])('find the account by %s', async (_how, subject) => {
      const before = await signalsOf('7f3a@example.test');
      const iss = 'iss' in subject ? { iss: idp.issuer } : {};

      await push(await tokenOf({ sub_id: { ...subject, ...iss } }));

      expect(await signalsOf('7f3a@example.test')).toHaveLength(before.length + 1);
    });

    it("find the account by the directory's id where the transmitter says so", async () => {
      const path = `/v1/security-event-transmitters/${transmitterId}`;
      await world.sql(
        `UPDATE account SET directory_ref = 'ref-1' WHERE login = 'bob@example.test'`,
      );
      await world.service.ask(path, { method: 'PATCH', json: { subjectIs: 'directory-id' } });
      const before = await signalsOf('bob@example.test');

      await push(await tokenOf({ sub_id: { format: 'opaque', id: 'ref-1' } }));
      await push(await tokenOf({ sub_id: { format: 'opaque', id: 'bob@example.test' } }));

      expect(await signalsOf('bob@example.test')).toHaveLength(before.length + 1);
      expect((await outcomes()).slice(0, 2)).toEqual(['unknown-subject', 'signal']);
      await world.service.ask(path, { method: 'PATCH', json: { subjectIs: 'login' } });
    });

    it.each([
      [
        'nobody here',
        { sub_id: { format: 'email', email: 'nobody@example.test' } },
        'unknown-subject',
      ],
      [
        "a name of another issuer's",
        { sub_id: { format: 'iss_sub', iss: 'https://other.example', sub: 'bob@example.test' } },
        'unknown-subject',
      ],
      [
        'two accounts at once',
        {
          sub_id: {
            format: 'aliases',
            identifiers: [
              { format: 'email', email: 'bob@example.test' },
              { format: 'email', email: '7f3a@example.test' },
            ],
          },
        },
        'ambiguous-subject',
      ],
      [
        'no compromise',
        { events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} } },
        'no-compromise',
      ],
    ])('count for nobody where they speak of %s', async (_of, claims, outcome) => {
      const { status } = await push(await tokenOf(claims));

      expect(status).toBe(202);
      expect((await outcomes())[0]).toBe(outcome);
      expect((await world.service.ask('/v1/accounts?login=nobody')).body.items).toEqual([]);
    });

    it.each<[string, object, object, string]>([
      ['another issuer', { iss: 'https://other.example' }, {}, 'invalid_issuer'],
      ['another audience', { aud: 'https://other.example' }, {}, 'invalid_audience'],
      ['no id', { jti: undefined }, {}, 'invalid_request'],
      ['no event', { events: {} }, {}, 'invalid_request'],
      ['no time', { iat: undefined }, {}, 'invalid_request'],
      [
        'a time of last month',
        { iat: Math.floor(Date.now() / 1_000) - 30 * 86_400 },
        {},
        'invalid_request',
      ],
      ['a time to come', { iat: Math.floor(Date.now() / 1_000) + 600 }, {}, 'invalid_request'],
      ['an end that is over', { exp: Math.floor(Date.now() / 1_000) - 600 }, {}, 'invalid_request'],
      ['the type of an ID token', {}, { typ: 'JWT' }, 'invalid_request'],
      ['a key that nobody knows', {}, { kid: 'other' }, 'invalid_key'],
    ])('are refused with %s', async (_what, claims, header, err) => {
      const answer = await push(await tokenOf(claims, header));

      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.body).toMatchObject({ err, description: expect.any(String) });
    });

    it('are refused when they were changed, cut short, or are something else', async () => {
      const [head, , signature] = (await tokenOf({})).split('.');
      const [, body] = (await tokenOf({ jti: 'forged' })).split('.');

      const answers = await Promise.all([
        push(`${head}.${body}.${signature}`),
        push(`${head}.${body}.`),
        push('{"events":{}}', { 'content-type': 'application/json' }),
      ]);

      expect(answers.map((answer) => [answer.status, answer.body.err])).toEqual([
        [400, 'invalid_key'],
        [400, 'invalid_key'],
        [400, 'invalid_request'],
      ]);
    });

    it('are not taken in from a transmitter that is disabled', async () => {
      const path = `/v1/security-event-transmitters/${transmitterId}`;
      await world.service.ask(path, { method: 'PATCH', json: { enabled: false } });

      const answer = await push(await tokenOf({}));

      expect([answer.status, answer.body.code]).toEqual([404, 'transmitter-not-found']);
    });
  });
});

function aSignIn(account: string, at = Date.now()): object {
  return {
    type: 'authentication',
    time: new Date(at).toISOString(),
    account,
    sourceIp: '192.0.2.7',
    protocol: 'imap',
    outcome: 'success',
  };
}
