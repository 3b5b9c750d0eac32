import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedApi, serveApi } from './api-client.js';

describe('problems', () => {
  let api: ServedApi;

  beforeAll(async () => {
    api = await serveApi();
  });

  afterAll(() => api.close());

  it('answers an unknown route with the code not-found', async () => {
    const answer = await api.ask('/v1/nothing');

    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: '/docs/problems#not-found',
      title: expect.any(String),
      status: 404,
      detail: expect.any(String),
      code: 'not-found',
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it('answers a missing credential with 401 and says how to authenticate', async () => {
    const answer = await api.ask('/v1/api-keys', { key: '' });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.body.code).toBe('unauthenticated');
  });

  it('names each wrong field', async () => {
    const answer = await api.ask('/v1/api-keys', {
      method: 'POST',
      json: { name: '', scopes: ['events:write', 'moon:walk'], colour: 'red' },
    });

    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('invalid-request');
    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['name', 'scopes.1']));
    expect(JSON.stringify(answer.body.errors)).toContain('colour');
  });

  it('refuses query parameters that it does not know', async () => {
    const answer = await api.ask('/v1/api-keys?limt=3');

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('limt');
  });

  it.each([
    ['JSON that is cut off', '{"name": ', 400, 'malformed-json'],
    ['an empty body', '', 400, 'malformed-json'],
    ['a forged prototype', '{"__proto__": {"admin": true}}', 400, 'malformed-json'],
    ['a body over the limit', `"${'x'.repeat(1_100_000)}"`, 413, 'body-too-large'],
  ])('answers %s', async (_case, raw, status, code) => {
    const headers = { 'content-type': 'application/json' };

    const answer = await api.ask('/v1/api-keys', { method: 'POST', raw, headers });

    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('answers a content type that it does not take with 415', async () => {
    const headers = { 'content-type': 'application/xml' };

    const answer = await api.ask('/v1/api-keys', { method: 'POST', raw: '<a/>', headers });

    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status: 415,
      code: 'unsupported-media-type',
    });
  });

  it('reads JSON that is compressed, and holds it to the limit after expansion', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const small = gzipSync(JSON.stringify({ name: 'x', scopes: ['events:write'] }));
    const bomb = gzipSync(Buffer.alloc(8 << 20, ' '));

    const taken = await api.ask('/v1/api-keys', { method: 'POST', raw: small, headers });
    const refused = await api.ask('/v1/api-keys', { method: 'POST', raw: bomb, headers });
    const broken = await api.ask('/v1/api-keys', { method: 'POST', raw: 'no gzip', headers });

    expect([taken.status, refused.status, broken.status]).toEqual([201, 413, 400]);
  });

  it('answers an encoding that it does not know with 415', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'br' };

    const answer = await api.ask('/v1/api-keys', { method: 'POST', raw: '{}', headers });

    expect(answer.status).toBe(415);
  });

  it('answers a malformed path with a problem', async () => {
    const answer = await api.ask('/v1/api-keys/%E0%A4%A');

    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('malformed-request');
  });

  it('keeps a sane request id and replaces any other', async () => {
    const sane = await api.ask('/healthz', { headers: { 'x-request-id': 'shipper-1.0042' } });
    const odd = await api.ask('/healthz', { headers: { 'x-request-id': 'a b"c' } });

    expect(sane.headers.get('x-request-id')).toBe('shipper-1.0042');
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('refuses a cursor of its own making', async () => {
    const forged = Buffer.from('{"before":"1; DROP TABLE api_key"}').toString('base64url');

    const answers = await Promise.all(
      [forged, '%00', 'x'.repeat(900)].map((cursor) => api.ask(`/v1/api-keys?cursor=${cursor}`)),
    );

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 3 }, () => [400, 'invalid-cursor']),
    );
  });

  it('sets the headers of a careful server, and none for other origins', async () => {
    const { headers } = await api.ask('/healthz', { headers: { origin: 'https://example.com' } });

    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
