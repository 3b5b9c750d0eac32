import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEM_CODES } from '../../src/platform/http/problem-codes.js';
import { Readiness } from '../../src/platform/health/readiness.js';
import { type ServedApi, serveApi } from './api-client.js';

describe('what operators of the service look at', () => {
  let api: ServedApi;

  beforeAll(async () => {
    api = await serveApi();
  });

  afterAll(() => api.close());

  it('answers the probes without a credential', async () => {
    const [alive, ready] = await Promise.all(
      ['/healthz', '/readyz'].map((path) => api.ask(path, { key: '' })),
    );

    expect([alive?.status, ready?.status]).toEqual([200, 200]);
  });

  it('is not ready while a part does not answer, and names it', async () => {
    let answers = false;
    api.app.get(Readiness).register('crystal ball', async () => {
      if (!answers) throw new Error('postgres://u:secret@192.0.2.1 is cloudy');
    });

    const notReady = await api.ask('/readyz', { key: '' });
    answers = true;
    const ready = await api.ask('/readyz', { key: '' });

    expect([notReady.status, notReady.body.code]).toEqual([503, 'not-ready']);
    expect(notReady.body.errors).toEqual([{ path: 'crystal ball', message: 'does not answer' }]);
    expect(notReady.headers.get('retry-after')).toBe('5');
    expect(notReady.text).not.toContain('cloudy');
    expect(ready.status).toBe(200);
  });

  it('shows the metrics to any credential and to nobody else', async () => {
    const json = { name: 'prometheus', scopes: ['events:write'] };
    const { body } = await api.ask('/v1/api-keys', { method: 'POST', json });

    const seen = await api.ask('/metrics', { key: body.key });
    const hidden = await api.ask('/metrics', { key: '' });

    expect(seen.headers.get('content-type')).toContain('text/plain');
    expect(seen.text).toMatch(
      /authwarden_http_request_duration_seconds_count\{method="POST",route="\/v1\/api-keys",status="2xx"\} \d/,
    );
    for (const name of [
      'events_total',
      'parser_lines_total',
      'signals_total',
      'actions_total',
      'queue_jobs',
    ]) {
      expect(seen.text).toContain(`# TYPE authwarden_${name}`);
    }
    expect(hidden.status).toBe(401);
  });

  it('serves a page that loads nothing from anywhere', async () => {
    const { status, headers, text } = await api.ask('/docs', { key: '' });

    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(text).not.toMatch(/<script|<link|<img|@import|url\(/);
    expect(text).toContain('prefers-color-scheme: dark');
    expect(text).toContain('IP geolocation by DB-IP');
    for (const part of ['/v1/api-keys', 'audit-log:read', 'curl -X POST', 'Idempotency-Key']) {
      expect(text).toContain(part);
    }
  });

  it('explains every problem where `type` points', async () => {
    const { text } = await api.ask('/docs/problems', { key: '' });

    for (const code of Object.keys(PROBLEM_CODES)) expect(text).toContain(`id="${code}"`);
  });

  it('serves its OpenAPI document', async () => {
    const { body } = await api.ask('/openapi.json', { key: '' });

    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toContain('/v1/audit-log/verify');
  });
});
