import { describe, expect, it } from 'vitest';
import { aContext, describeSource, readLog } from '../../../../test/conformance/source.js';
import { ecs } from './ecs.js';

function aSignIn(overrides: Record<string, unknown> = {}): string {
  return JSON.stringify({
    '@timestamp': '2026-11-23T08:00:00.000Z',
    ecs: { version: '9.0.0' },
    event: { category: ['authentication'], type: ['start'], outcome: 'success', id: 'e1' },
    user: { name: 'alice@example.test' },
    source: { ip: '::ffff:203.0.113.7' },
    host: { name: 'mx1.example.test' },
    network: { protocol: 'imap' },
    user_agent: { original: 'Mail/1.0' },
    ...overrides,
  });
}

function aFailure(fields: Record<string, unknown>): string {
  return aSignIn({ event: { category: 'authentication', outcome: 'failure' }, ...fields });
}

function aMessage(overrides: Record<string, unknown> = {}): string {
  return aSignIn({
    event: { category: ['email'], outcome: 'success' },
    email: {
      from: { address: ['alice@example.test'] },
      to: { address: ['bob@example.org', 'eve@example.org'] },
      cc: { address: 'zoe@example.org' },
      local_id: 'q1',
    },
    ...overrides,
  });
}

describe('the ecs source', () => {
  it('reads a sign-in', () => {
    expect(readLog(ecs, [aSignIn()]).events).toEqual([
      {
        type: 'authentication',
        at: Date.parse('2026-11-23T08:00:00Z'),
        account: 'alice@example.test',
        sourceIp: '203.0.113.7',
        protocol: 'imap',
        outcome: 'success',
        server: 'mx1.example.test',
        listener: 'unknown',
        client: 'Mail/1.0',
        discriminator: 'e1',
      },
    ]);
  });

  it('reads dotted keys as it reads nested ones', () => {
    const dotted = JSON.stringify({
      '@timestamp': '2026-11-23T08:00:00.000Z',
      'ecs.version': '9.0.0',
      'event.category': ['authentication'],
      'event.outcome': 'success',
      'event.id': 'e1',
      'user.name': 'alice@example.test',
      'source.ip': '203.0.113.7',
      host: { name: 'mx1.example.test' },
      'network.protocol': 'imap',
      'user_agent.original': 'Mail/1.0',
    });

    expect(readLog(ecs, [dotted]).events).toEqual(readLog(ecs, [aSignIn()]).events);
  });

  it.each([
    [{ 'event.reason': 'Invalid password' }, 'bad-password'],
    [{ 'event.reason': 'unknown user' }, 'unknown-account'],
    [{ 'event.reason': 'LDAP server unavailable' }, 'backend'],
    [{ 'event.code': 'account_locked' }, 'locked'],
    [{ winlog: { event_data: { SubStatus: '0xC0000072' } } }, 'disabled'],
    [{ error: { message: 'Password must change' } }, 'must-change'],
    [{}, 'other'],
  ])('reads the reason of %j', (fields, reason) => {
    expect(readLog(ecs, [aFailure(fields)]).events).toMatchObject([{ outcome: 'failure', reason }]);
  });

  it.each([
    [{ user: { name: 'alice', domain: 'example.test' } }, 'alice@example.test'],
    [{ user: { name: 'alice', domain: 'EXAMPLE' } }, 'EXAMPLE\\alice'],
    [{ user: { email: 'alice@example.test' } }, 'alice@example.test'],
  ])('reads the account of %j', (fields, account) => {
    expect(readLog(ecs, [aSignIn(fields)]).events).toMatchObject([{ account }]);
  });

  it.each([
    [{ network: {}, process: { name: 'sshd' } }, 'ssh'],
    [{ network: {}, service: { type: 'postfix' } }, 'smtp'],
    [{ network: {}, http: { request: { method: 'POST' } } }, 'http'],
    [{ network: {} }, 'other'],
  ])('reads the protocol of %j', (fields, protocol) => {
    expect(readLog(ecs, [aSignIn(fields)]).events).toMatchObject([{ protocol }]);
  });

  it('reads a message', () => {
    expect(readLog(ecs, [aMessage()]).events).toMatchObject([
      {
        type: 'message',
        account: 'alice@example.test',
        outcome: 'success',
        message: {
          sender: 'alice@example.test',
          recipients: 3,
          rejectedRecipients: 0,
          queueId: 'q1',
        },
      },
    ]);
  });

  it('counts the recipients of a rejected message as refused', () => {
    const line = aMessage({ event: { category: 'email', outcome: 'failure' } });

    expect(readLog(ecs, [line]).events).toMatchObject([
      { outcome: 'failure', message: { recipients: 0, rejectedRecipients: 3 } },
    ]);
  });

  it.each([
    [
      'a sign-out',
      aSignIn({ event: { category: 'authentication', type: 'end', outcome: 'success' } }),
    ],
    ['an unknown outcome', aSignIn({ event: { category: 'authentication', outcome: 'unknown' } })],
    ['another category', aSignIn({ event: { category: ['file'], outcome: 'success' } })],
    ['a blank line', ''],
  ])('ignores %s', (_case, line) => {
    expect(readLog(ecs, [line])).toEqual({ events: [], verdicts: ['ignored'] });
  });

  it.each([
    ['no JSON', '{"@timestamp":'],
    ['no time', aSignIn({ '@timestamp': 'yesterday' })],
    ['no account', aSignIn({ user: {} })],
    ['a list', '[1]'],
    ['another schema', '{"a":1}'],
  ])('does not understand %s', (_case, line) => {
    expect(readLog(ecs, [line])).toEqual({ events: [], verdicts: ['unparsed'] });
  });

  it('lets the caller say which listener it was', () => {
    const context = aContext({ listener: 'internal' });

    const { events } = readLog(ecs, [aSignIn({ network: { direction: 'inbound' } })], { context });

    expect(events).toMatchObject([{ listener: 'internal' }]);
  });

  it('does not claim other JSON', () => {
    expect(ecs.recognises('{"type":"authentication","time":"2026-11-23T08:00:00Z"}')).toBe(false);
    expect(ecs.recognises('{"class_uid":3002,"message":"@timestamp"}')).toBe(false);
  });
});

describeSource(ecs, {
  log: [
    aSignIn(),
    aFailure({ event: { category: 'authentication', outcome: 'failure', id: 'e2' } }),
    aMessage(),
    aSignIn({ message: 'AUTH PLAIN AGFsaWNlAGh1bnRlcjI=', event: { category: 'web' } }),
  ],
  secrets: ['AGFsaWNlAGh1bnRlcjI='],
  worst: [
    { start: '{"@timestamp":"', repeat: '1' },
    { start: '{"ecs":', repeat: '[' },
    { start: '{"@timestamp":', repeat: '{"event":' },
  ],
});
