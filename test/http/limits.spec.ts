import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type ServedApi, serveApi } from './api-client.js';

describe('limits', () => {
  let api: ServedApi;

  afterEach(() => api.close());

  it('holds each key to RATE_LIMIT, and says so', async () => {
    api = await serveApi({ RATE_LIMIT: '3' });
    const json = { name: 'other', scopes: ['audit-log:read'] };
    const other = await api.ask('/v1/api-keys', { method: 'POST', json });

    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await api.ask('/v1/audit-log'));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[0]?.headers.get('ratelimit-limit')).toBe('3');
    expect(answers[0]?.headers.get('ratelimit-remaining')).toBe('1');
    expect(answers[2]?.body.code).toBe('too-many-requests');
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api.ask('/v1/audit-log', { key: other.body.key })).status).toBe(200);
  });

  it('makes guessing slow without hurting a good key from the same address', async () => {
    api = await serveApi();
    await api.ask('/v1/audit-log');
    const guess = (index: number) =>
      api.ask('/v1/audit-log', { key: `aw_guess000_${String(index).padStart(43, 'x')}` });

    const statuses = [];
    for (let i = 0; i < 320; i += 1) statuses.push((await guess(i)).status);
    const good = await api.ask('/v1/audit-log');

    expect(statuses.slice(0, 290)).toEqual(Array(290).fill(401));
    expect(statuses.at(-1)).toBe(429);
    expect(good.status).toBe(200);
  });

  it('carries on with the connection after it refused an upload unread', async () => {
    api = await serveApi();
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    const answers: string[] = [];
    socket.on('data', (chunk) => answers.push(String(chunk)));
    const body = 'x'.repeat(3_000_000);

    socket.write(
      `POST /v1/api-keys HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));

    const text = answers.join('');
    expect(text).toContain('HTTP/1.1 401');
    expect(text).toContain('{"status":"ok"}');
  });
});
