import { describe, expect, it } from 'vitest';
import { aContext, describeSource, readLog } from '../../../../test/conformance/source.js';
import { postfix } from './postfix.js';

const SMTPD = 'Nov 23 08:00:00 mx1 postfix/submission/smtpd[27893]: ';
const QMGR = 'Nov 23 08:00:01 mx1 postfix/qmgr[812]: ';
const ENVELOPE = 'from=<alice@example.test> to=<x@nowhere.test> proto=ESMTP helo=<laptop>';

const A_MESSAGE = [
  `${SMTPD}connect from unknown[203.0.113.7]`,
  `${SMTPD}4Yz7Qm2WbLz9sX: client=unknown[203.0.113.7], sasl_method=PLAIN, sasl_username=alice@example.test`,
  'Nov 23 08:00:00 mx1 postfix/cleanup[27899]: 4Yz7Qm2WbLz9sX: message-id=<b1@example.test>',
  `${QMGR}4Yz7Qm2WbLz9sX: from=<alice@example.test>, size=1291, nrcpt=2 (queue active)`,
  'Nov 23 08:00:02 mx1 postfix/smtp[27900]: 4Yz7Qm2WbLz9sX: to=<bob@example.org>, relay=mx.example.org[198.51.100.1]:25, delay=1, delays=0.1/0/0.4/0.5, dsn=2.0.0, status=sent (250 ok)',
  'Nov 23 08:00:02 mx1 postfix/smtp[27900]: 4Yz7Qm2WbLz9sX: to=<eve@example.org>, relay=mx.example.org[198.51.100.1]:25, delay=1, delays=0.1/0/0.4/0.5, dsn=4.7.1, status=deferred (host said: 451)',
  `${QMGR}4Yz7Qm2WbLz9sX: from=<alice@example.test>, size=1291, nrcpt=1 (queue active)`,
  `${QMGR}4Yz7Qm2WbLz9sX: removed`,
  `${SMTPD}disconnect from unknown[203.0.113.7] ehlo=2 starttls=1 auth=1 mail=1 rcpt=2 data=1 quit=1 commands=9`,
];

function failure(text: string): string {
  return `${SMTPD}warning: unknown[198.51.100.9]: SASL LOGIN authentication failed: ${text}`;
}

describe('the postfix source', () => {
  it('tells a sign-in and its message, once, when the queue manager takes it', () => {
    const { events } = readLog(postfix, A_MESSAGE);

    const common = {
      account: 'alice@example.test',
      sourceIp: '203.0.113.7',
      protocol: 'smtp',
      outcome: 'success',
      server: 'mx1',
      listener: 'unknown',
      session: '4Yz7Qm2WbLz9sX',
    };
    expect(events).toEqual([
      {
        ...common,
        type: 'authentication',
        at: Date.parse('2026-11-23T08:00:00Z'),
        mechanism: 'plain',
        discriminator: '27893/4Yz7Qm2WbLz9sX',
      },
      {
        ...common,
        type: 'message',
        at: Date.parse('2026-11-23T08:00:01Z'),
        message: {
          sender: 'alice@example.test',
          recipients: 2,
          rejectedRecipients: 0,
          bytes: 1291,
          queueId: '4Yz7Qm2WbLz9sX',
        },
      },
    ]);
  });

  it('knows that a connection was encrypted where Postfix says so, or where it always is', () => {
    const encrypted = `${SMTPD}Anonymous TLS connection established from unknown[203.0.113.7]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)`;
    const [connect = '', handed = ''] = A_MESSAGE;
    const wrapped = handed.replace('submission/smtpd[27893]', 'smtps/smtpd[5]');
    const tls = (lines: readonly string[]) =>
      readLog(postfix, lines, { cuts: [1] }).events.map((event) => event.tls);

    expect(tls([connect, encrypted, handed])).toEqual([true]);
    expect(tls([encrypted, handed, wrapped])).toEqual([true, true]);
    expect(tls([encrypted, connect, handed])).toEqual([undefined]);
    expect(tls([encrypted.replace('203.0.113.7', '198.51.100.9'), handed])).toEqual([undefined]);
  });

  it('tells how a client tried in vain, too', () => {
    const { events } = readLog(postfix, [
      failure('authentication failure, sasl_username=bob@example.test'),
    ]);

    expect(events).toMatchObject([{ mechanism: 'login' }]);
  });

  it('tells each recipient whose mail bounced, until the message is removed', () => {
    const bounced = (to: string) =>
      `Nov 23 08:00:02 mx1 postfix/smtp[27900]: 4Yz7Qm2WbLz9sX: to=<${to}>, relay=mx.example.org[198.51.100.1]:25, delay=1, dsn=5.1.1, status=bounced (host said: 550 no such user, status=sent)`;
    const [, second = '', , fourth = ''] = A_MESSAGE;
    const removed = `${QMGR}4Yz7Qm2WbLz9sX: removed`;

    const { events } = readLog(postfix, [
      second,
      fourth,
      bounced('a@example.org'),
      bounced('b@example.org'),
      removed,
      bounced('c@example.org'),
    ]);

    expect(events.slice(2)).toHaveLength(2);
    expect(events[2]).toMatchObject({
      type: 'message',
      account: 'alice@example.test',
      sourceIp: '203.0.113.7',
      outcome: 'failure',
      message: { bounced: 1, recipients: 0, queueId: '4Yz7Qm2WbLz9sX' },
    });
    expect(events[2]?.discriminator).not.toBe(events[3]?.discriminator);
  });

  it('has nothing to say about mail that nobody signed in for', () => {
    const lines = A_MESSAGE.map((line) => line.replace(/, sasl_method.*/, ''));

    const { events, verdicts } = readLog(postfix, lines);

    expect(events).toEqual([]);
    expect(new Set(verdicts)).toEqual(new Set(['ignored']));
  });

  it('gives a short queue id that comes back to whoever has it now', () => {
    const { events } = readLog(postfix, [
      `${SMTPD}1A2B3C: client=unknown[203.0.113.7], sasl_method=PLAIN, sasl_username=alice@example.test`,
      `${SMTPD}1A2B3C: client=mx.example.org[198.51.100.1]`,
      `${QMGR}1A2B3C: from=<mallory@example.org>, size=9, nrcpt=1 (queue active)`,
    ]);

    expect(events.map(({ type }) => type)).toEqual(['authentication']);
  });

  it('counts the recipients refused before and after the queue id', () => {
    const { events } = readLog(postfix, [
      `${SMTPD}connect from unknown[203.0.113.7]`,
      `${SMTPD}NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 550 5.1.1 <x@nowhere.test>: Recipient address rejected: User unknown; ${ENVELOPE}`,
      `${SMTPD}NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 450 4.7.1 <y@nowhere.test>: Recipient address rejected: Greylisted; ${ENVELOPE}`,
      `${SMTPD}4Yz7Qm2WbLz9sX: client=unknown[203.0.113.7], sasl_method=PLAIN, sasl_username=alice@example.test`,
      `${SMTPD}4Yz7Qm2WbLz9sX: reject: RCPT from unknown[203.0.113.7]: 550 5.1.1 <z@nowhere.test>: Recipient address rejected: User unknown; ${ENVELOPE}`,
      `${QMGR}4Yz7Qm2WbLz9sX: from=<alice@example.test>, size=1291, nrcpt=1 (queue active)`,
    ]);

    expect(events[1]?.message).toMatchObject({ recipients: 1, rejectedRecipients: 2 });
  });

  it('tells a refusal that names the account by itself', () => {
    const { events } = readLog(postfix, [
      `${SMTPD}NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 550 5.1.1 <x@nowhere.test>: Recipient address rejected: User unknown; ${ENVELOPE} sasl_username=alice@example.test`,
      `${SMTPD}NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 553 5.7.1 <ceo@example.test>: Sender address rejected: not owned by user bob@example.test; from=<ceo@example.test> to=<y@example.org> proto=ESMTP helo=<laptop>`,
    ]);

    expect(events).toMatchObject([
      {
        type: 'message',
        outcome: 'failure',
        reason: 'policy',
        account: 'alice@example.test',
        message: { sender: 'alice@example.test', recipients: 0, rejectedRecipients: 1 },
      },
      {
        account: 'bob@example.test',
        message: { sender: 'ceo@example.test', rejectedRecipients: 1 },
      },
    ]);
  });

  it('tells a message that a filter refused as rejected', () => {
    const { events } = readLog(postfix, [
      A_MESSAGE[1] ?? '',
      `Nov 23 08:00:01 mx1 postfix/cleanup[27899]: 4Yz7Qm2WbLz9sX: milter-reject: END-OF-MESSAGE from unknown[203.0.113.7]: 5.7.1 Spam message rejected; ${ENVELOPE}`,
      `Nov 23 08:00:01 mx1 postfix/cleanup[27899]: 4Yz7Qm2WbLz9sX: milter-reject: END-OF-MESSAGE from unknown[203.0.113.7]: 550 5.7.1 Spam message rejected; ${ENVELOPE}`,
    ]);

    expect(events.slice(1)).toMatchObject([{ type: 'message', outcome: 'failure' }]);
  });

  it.each([
    ['(reason unavailable), sasl_username=bob@example.test', 'bad-password'],
    ['authentication failure, sasl_username=bob@example.test', 'bad-password'],
    ['UGFzc3dvcmQ6, sasl_username=bob@example.test', 'bad-password'],
    ['Connection lost to authentication server, sasl_username=bob@example.test', 'backend'],
    ['generic failure, sasl_username=bob@example.test', 'backend'],
    ['Temporary authentication failure, sasl_username=bob@example.test', 'backend'],
    ['locked by the operator, sasl_username=bob@example.test', 'locked'],
  ])('reads why it failed: %s', (text, reason) => {
    const { events } = readLog(postfix, [failure(text)]);

    expect(events).toMatchObject([
      { outcome: 'failure', reason, account: 'bob@example.test', sourceIp: '198.51.100.9' },
    ]);
  });

  it.each([
    'UGFzc3dvcmQ6',
    'VXNlcm5hbWU6',
    'authentication failure',
    '(reason unavailable), sasl_username=(unavailable)',
    'authentication failure, sasl_username=VXNlcm5hbWU6',
    'authentication failure, sasl_username=UGFzc3dvcmQ6',
    'authentication failure, sasl_username=',
  ])('takes no challenge for a name: %s', (text) => {
    const { events, verdicts } = readLog(postfix, [failure(text)]);

    expect(events).toEqual([]);
    expect(verdicts).toEqual(['parsed']);
  });

  it.each([
    'bob from 192.0.2.1 port 22',
    'bob, sasl_username=alice@example.test',
    'unknown[192.0.2.1]: SASL PLAIN authentication failed: x',
  ])('is not misled by the name “%s”', (name) => {
    const { events } = readLog(postfix, [failure(`authentication failure, sasl_username=${name}`)]);

    expect(events).toMatchObject([{ account: name, sourceIp: '198.51.100.9' }]);
  });

  it.each([
    `NOQUEUE: reject: RCPT from unknown[198.51.100.9]: 554 5.7.1 <"a>: Sender address rejected: not owned by user alice@example.test; "@example.org>: Relay access denied; from=<"a>: Sender address rejected: not owned by user alice@example.test; "@example.org> to=<x@example.org> proto=ESMTP helo=<h>`,
    `NOQUEUE: reject: RCPT from unknown[198.51.100.9]: 554 5.7.1 <a>: Sender address rejected: not owned by user alice@example.test; from=<a>: Relay access denied; from=<b@example.org> to=<x@example.org> proto=ESMTP helo=<h>`,
    `NOQUEUE: reject: RCPT from unknown[198.51.100.9]: 554 5.7.1 <"x helo=<h> sasl_username=alice@example.test"@example.org>: Relay access denied; from=<b@example.org> to=<"x helo=<h> sasl_username=alice@example.test"@example.org> proto=ESMTP helo=<h>`,
    `improper command pipelining after AUTH from unknown[198.51.100.9]: AGFsaWNlAHNlY3JldA==`,
  ])('blames nobody for a forged refusal (%#)', (text) => {
    expect(readLog(postfix, [SMTPD + text]).events).toEqual([]);
  });

  it('reads IPv6 clients, their ports, and several instances', () => {
    const { events } = readLog(postfix, [
      'Nov 23 08:00:00 mx1 postfix-out/smtpd[1]: 4Yz7Qm2WbLz9sX: client=host.example.org[2001:DB8::1]:40000, sasl_method=PLAIN, sasl_username=alice',
      'Nov 23 08:00:00 mx1 postfix/smtps/smtpd[1]: warning: unknown[::ffff:203.0.113.7]: SASL PLAIN authentication failed: authentication failure, sasl_username=bob',
    ]);

    expect(events.map(({ sourceIp }) => sourceIp)).toEqual(['2001:db8::1', '203.0.113.7']);
  });

  it('tells each of the times that a line was repeated', () => {
    const [, line = ''] = failure('authentication failure, sasl_username=bob').split(
      'smtpd[27893]: ',
    );

    const { events } = readLog(postfix, [`${SMTPD}message repeated 3 times: [ ${line}]`]);

    expect(events).toHaveLength(3);
    expect(new Set(events.map(({ discriminator }) => discriminator)).size).toBe(3);
  });

  it('lets the caller say which server and listener it was', () => {
    const context = aContext({ server: 'relay.example.test', listener: 'external' });

    const { events } = readLog(postfix, A_MESSAGE, { context });

    expect(events).toMatchObject([
      { server: 'relay.example.test', listener: 'external' },
      { server: 'relay.example.test', listener: 'external' },
    ]);
  });

  it.each([
    ['another program', 'Nov 23 08:00:00 mx1 sshd[1]: Failed password for postfix/smtpd[1]: x'],
    ['a text that speaks of it', 'hello postfix/smtpd[1]: x'],
  ])('does not claim %s', (_case, line) => {
    expect(postfix.recognises(line)).toBe(false);
  });

  it('ignores other programs and does not understand what is no log line', () => {
    const { verdicts } = readLog(postfix, ['Nov 23 08:00:00 mx1 sshd[1]: Accepted', 'hello', '']);

    expect(verdicts).toEqual(['ignored', 'unparsed', 'ignored']);
  });
});

describeSource(postfix, {
  log: [
    ...A_MESSAGE,
    `${SMTPD}NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 550 5.1.1 <"q; from=<y"@nowhere.test>: Recipient address rejected: User unknown; ${ENVELOPE}`,
    failure('authentication failure, sasl_username=bob@example.test'),
    `${SMTPD}< unknown[198.51.100.9]: AUTH PLAIN AGFsaWNlAGh1bnRlcjI=`,
    ...A_MESSAGE.slice(1).map((line) => line.replace('4Yz7Qm2WbLz9sX', '4Yz7Qm2WbLz9sY')),
  ],
  secrets: ['AGFsaWNlAGh1bnRlcjI=', 'hunter2'],
  worst: [
    { start: SMTPD, repeat: '[' },
    { start: `${SMTPD}warning: `, repeat: 'a[1]: SASL ' },
    { start: `${SMTPD}NOQUEUE: reject: RCPT from u[192.0.2.1]: 550 5.1.1 `, repeat: '; from=<' },
    { start: `${SMTPD}NOQUEUE: reject: RCPT from u[192.0.2.1]: 550 5.1.1 `, repeat: '"' },
    { start: `${QMGR}4Yz7Qm2WbLz9sX: from=<`, repeat: '>, size=1' },
    { start: '', repeat: 'postfix/' },
  ],
});
