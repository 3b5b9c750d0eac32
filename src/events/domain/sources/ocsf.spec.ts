import { describe, expect, it } from 'vitest';
import { describeSource, readLog } from '../../../../test/conformance/source.js';
import { ocsf } from './ocsf.js';

const EIGHT = Date.parse('2026-11-23T08:00:00Z');

function aSignIn(overrides: Record<string, unknown> = {}): string {
  return JSON.stringify({
    class_uid: 3002,
    activity_id: 1,
    time: EIGHT,
    status_id: 1,
    user: { name: 'alice@example.test', uid: '17' },
    src_endpoint: { ip: '203.0.113.7' },
    dst_endpoint: { hostname: 'mx1.example.test' },
    service: { name: 'imap' },
    session: { uid: 's1' },
    metadata: { version: '1.5.0', uid: 'e1' },
    ...overrides,
  });
}

function aMessage(overrides: Record<string, unknown> = {}): string {
  return aSignIn({
    class_uid: 4009,
    service: undefined,
    email: {
      from: 'Alice <alice@example.test>',
      to: ['bob@example.org', 'eve@example.org'],
      cc: ['zoe@example.org'],
      size: 1291,
      uid: 'q1',
    },
    ...overrides,
  });
}

describe('the ocsf source', () => {
  it('reads a logon', () => {
    expect(readLog(ocsf, [aSignIn()]).events).toEqual([
      {
        type: 'authentication',
        at: EIGHT,
        account: 'alice@example.test',
        sourceIp: '203.0.113.7',
        protocol: 'imap',
        outcome: 'success',
        server: 'mx1.example.test',
        listener: 'unknown',
        session: 's1',
        discriminator: 'e1',
      },
    ]);
  });

  it.each([
    ['INVALID_CREDENTIALS', 'bad-password'],
    ['USER_DOES_NOT_EXIST', 'unknown-account'],
    ['ACCOUNT_DISABLED', 'disabled'],
    ['ACCOUNT_LOCKED_OUT', 'locked'],
    ['PASSWORD_EXPIRED', 'expired'],
    ['directory unavailable', 'backend'],
    ['', 'other'],
  ])('reads the status detail “%s”', (detail, reason) => {
    const line = aSignIn({ status_id: 2, status_detail: detail });

    expect(readLog(ocsf, [line]).events).toMatchObject([{ outcome: 'failure', reason }]);
  });

  it.each([
    [{ user: { name: 'alice', domain: 'EXAMPLE' } }, 'EXAMPLE\\alice'],
    [{ user: { email_addr: 'alice@example.test', uid: '17' } }, 'alice@example.test'],
    [{ user: { uid: '17' } }, '17'],
    [{ user: undefined, actor: { user: { name: 'alice' } } }, 'alice'],
  ])('reads the account of %j', (fields, account) => {
    expect(readLog(ocsf, [aSignIn(fields)]).events).toMatchObject([{ account }]);
  });

  it.each([
    [{ auth_protocol_id: 2 }, 'kerberos'],
    [{ auth_protocol: 'LDAP' }, 'ldap'],
    [{ logon_type_id: 10 }, 'rdp'],
    [{ http_request: { user_agent: 'Browser/1' } }, 'http'],
    [{ dst_endpoint: { svc_name: 'sshd' } }, 'ssh'],
  ])('reads the protocol of %j', (fields, protocol) => {
    const line = aSignIn({ service: undefined, ...fields });

    expect(readLog(ocsf, [line]).events).toMatchObject([{ protocol }]);
  });

  it('reads a message that was sent', () => {
    expect(readLog(ocsf, [aMessage()]).events).toMatchObject([
      {
        type: 'message',
        protocol: 'smtp',
        account: 'alice@example.test',
        message: {
          sender: 'alice@example.test',
          recipients: 3,
          rejectedRecipients: 0,
          bytes: 1291,
          queueId: 'q1',
        },
      },
    ]);
  });

  it.each([
    ['a logoff', aSignIn({ activity_id: 2 })],
    ['an unknown status', aSignIn({ status_id: 0 })],
    ['another class', aSignIn({ class_uid: 1001 })],
    ['mail that was received', aMessage({ activity_id: 2 })],
  ])('ignores %s', (_case, line) => {
    expect(readLog(ocsf, [line])).toEqual({ events: [], verdicts: ['ignored'] });
  });

  it.each([
    ['no JSON', '{"class_uid":3002'],
    ['no time', aSignIn({ time: undefined })],
    ['a time beyond all calendars', aSignIn({ time: 9e15 })],
    ['no account', aSignIn({ user: undefined })],
    ['another schema', '{"a":1}'],
  ])('does not understand %s', (_case, line) => {
    expect(readLog(ocsf, [line])).toEqual({ events: [], verdicts: ['unparsed'] });
  });

  it('does not claim other JSON', () => {
    expect(ocsf.recognises('{"type":"authentication","time":"2026-11-23T08:00:00Z"}')).toBe(false);
  });
});

describeSource(ocsf, {
  log: [aSignIn(), aSignIn({ status_id: 2, metadata: { uid: 'e2' } }), aMessage()],
  worst: [
    { start: '{"class_uid":', repeat: '3' },
    { start: '{"class_uid":3002,"user":', repeat: '{"user":' },
    { start: '{"class_uid"', repeat: ' ' },
  ],
});
