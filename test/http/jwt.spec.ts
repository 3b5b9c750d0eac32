import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OidcIssuer } from '../../src/auth/oidc-issuer.js';
import { systemClock } from '../../src/kernel/clock.js';
import { type ServedApi, serveApi } from './api-client.js';
import { type FakeIssuer, startIssuer } from './openid-issuer.js';

const AUDIENCE = 'https://authwarden.example.com';

describe('JWTs of the issuer', () => {
  let issuer: FakeIssuer;
  let api: ServedApi;

  beforeAll(async () => {
    issuer = await startIssuer(AUDIENCE);
    api = await serveApi({
      OIDC_ISSUER: issuer.issuer,
      OIDC_AUDIENCE: AUDIENCE,
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      OIDC_ROLE_SCOPES: '{"auditor":["audit-log:read","moon:walk"],"root":["admin"]}',
    });
  });

  afterAll(async () => {
    await api.close();
    await issuer.close();
  });

  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  const status = async (token: string) => (await api.ask('/v1/audit-log', { key: token })).status;

  it.each<[string, Record<string, unknown>]>([
    ['a scope as text', { scope: 'openid audit-log:read' }],
    ['a scope in an array', { scope: ['audit-log:read'] }],
    ['a role that stands for one', { realm_access: { roles: ['auditor'] } }],
    ['admin, which implies every one', { scope: 'admin' }],
    ['several audiences', { scope: 'admin', aud: ['https://example.org', AUDIENCE] }],
    ['an expiry within the minute of clock skew', { scope: 'admin', exp: inSeconds(-30) }],
  ])('lets in a token with %s', async (_case, claims) => {
    expect(await status(await issuer.sign(claims))).toBe(200);
  });

  it.each<[string, Record<string, unknown>]>([
    ['no scope', {}],
    ['a scope of another service', { scope: 'moon:walk' }],
    ['a role that is mapped to nothing', { realm_access: { roles: ['guest', 'toString'] } }],
  ])('forbids a token with %s', async (_case, claims) => {
    expect(await status(await issuer.sign(claims))).toBe(403);
  });

  it.each<[string, Record<string, unknown>]>([
    ['expired', { exp: inSeconds(-90) }],
    ['not valid yet', { nbf: inSeconds(300) }],
    ['for another audience', { aud: 'https://example.org' }],
    ['of another issuer', { iss: 'https://example.org' }],
    ['without an expiry', { exp: undefined }],
    ['without a subject', { sub: undefined }],
  ])('refuses a token that is %s', async (_case, claims) => {
    const token = await issuer.sign({ scope: 'admin', ...claims });

    expect(await status(token)).toBe(401);
  });

  it('refuses a token that nobody signed', async () => {
    const [, payload] = (await issuer.sign({ scope: 'admin' })).split('.');
    const header = Buffer.from('{"alg":"none"}').toString('base64url');

    expect(await status(`${header}.${payload}.`)).toBe(401);
    expect(await status(`${header}.${payload}.AAAA`)).toBe(401);
  });

  it('refuses a token signed with the public key as a shared secret', async () => {
    const [, payload] = (await issuer.sign({ scope: 'admin' })).split('.');
    const header = Buffer.from('{"alg":"HS256","kid":"key-0"}').toString('base64url');
    const signature = createHmac('sha256', await issuer.publicKeyPem())
      .update(`${header}.${payload}`)
      .digest('base64url');

    expect(await status(`${header}.${payload}.${signature}`)).toBe(401);
  });

  it('refuses a token whose claims were changed', async () => {
    const [header, payload, signature] = (await issuer.sign({ scope: 'openid' })).split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'admin' })).toString(
      'base64url',
    );

    expect(await status(`${header}.${changed}.${signature}`)).toBe(401);
  });

  it('refuses a token of a key that is not the issuer’s', async () => {
    const stranger = await startIssuer(AUDIENCE);
    const token = await stranger.sign({ iss: issuer.issuer, scope: 'admin' });
    await stranger.close();

    expect(await status(token)).toBe(401);
  });

  it('names the operator in the audit log by the subject', async () => {
    const key = await issuer.sign({ scope: 'admin', preferred_username: 'alice' });
    const json = { name: 'by jwt', scopes: ['events:write'] };
    const made = await api.ask('/v1/api-keys', { method: 'POST', key, json });

    const { body } = await api.ask(`/v1/audit-log?subject=${made.body.id}`);

    expect(body.items[0].actor).toBe('jwt:alice');
  });

  it('repeats an answer though the token is another one', async () => {
    const ask = async () => ({
      method: 'POST',
      key: await issuer.sign({ scope: 'admin', jti: String(Math.random()) }),
      json: { name: 'jwt retry', scopes: ['events:write'] },
      headers: { 'idempotency-key': 'jwt-retry' },
    });

    await api.ask('/v1/api-keys', await ask());
    const again = await api.ask('/v1/api-keys', await ask());

    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('the issuer’s keys', () => {
  const verifier = ({ issuer }: FakeIssuer) =>
    new OidcIssuer({ issuer, audience: AUDIENCE, cooldownMs: 0 }, systemClock);

  it('are fetched once, and again when a new one signs', async () => {
    const issuer = await startIssuer(AUDIENCE);
    const oidc = verifier(issuer);
    const old = await issuer.sign();
    await oidc.verify(old);
    await oidc.verify(old);
    const fetchesBefore = issuer.keyFetches();

    await issuer.rotate();
    const claims = await oidc.verify(await issuer.sign());

    expect(fetchesBefore).toBe(1);
    expect(claims?.sub).toBe('alice');
    expect(await oidc.verify(old)).toBeUndefined();
    await issuer.close();
  });

  it('count as unavailable when the issuer does not answer', async () => {
    const issuer = await startIssuer(AUDIENCE);
    const token = await issuer.sign();
    await issuer.close();

    const verification = verifier(issuer).verify(token);

    await expect(verification).rejects.toMatchObject({ code: 'oidc-issuer-unavailable' });
  });

  it('are not taken from an issuer that calls itself something else', async () => {
    const issuer = await startIssuer(AUDIENCE);
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('0123456789abcdef0123456789abcdef'));
    const oidc = new OidcIssuer({ issuer: `${issuer.issuer}/`, audience: AUDIENCE }, systemClock);

    await expect(oidc.verify(token)).rejects.toMatchObject({ code: 'oidc-issuer-unavailable' });
    await issuer.close();
  });
});
