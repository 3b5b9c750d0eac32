import { describe, expect, it } from 'vitest';
import { describeSource, readLog } from '../../../../test/conformance/source.js';
import { sendmail } from './sendmail.js';

const PROCESS = 'Nov 23 08:00:00 mx1 sm-mta[4021]: ';
const ID = '5AN800ab004021';
const RELAY = 'host.example.org [203.0.113.7]';

function signedIn(relay = RELAY, account = 'alice@example.test'): string {
  return `${PROCESS}AUTH=server, relay=${relay}, authid=${account}, mech=PLAIN, bits=0`;
}

function received(relay = RELAY, sender = '<alice@example.test>', recipients = 2): string {
  return `${PROCESS}${ID}: from=${sender}, size=1291, class=0, nrcpts=${recipients}, msgid=<b1@example.test>, proto=ESMTPSA, daemon=MSA, relay=${relay}`;
}

function failed(words: string, relay = 'host.example.net [198.51.100.9] (may be forged)'): string {
  return `${PROCESS}${ID}: AUTH failure (LOGIN): ${words}, relay=${relay}`;
}

describe('the sendmail source', () => {
  it('tells a sign-in and the messages of its process', () => {
    const { events } = readLog(sendmail, [
      signedIn(),
      `${PROCESS}${ID}: <x@nowhere.test>... User unknown`,
      `${PROCESS}${ID}: ruleset=check_rcpt, arg1=<y@nowhere.test>, relay=${RELAY}, reject=550 5.7.1 <y@nowhere.test>... Relaying denied`,
      received(),
      `${PROCESS}${ID}: to=<bob@example.org>, delay=00:00:01, mailer=esmtp, pri=31291, relay=mx.example.org. [198.51.100.1], dsn=2.0.0, stat=Sent (ok)`,
      `${PROCESS}${ID}: to=<eve@example.org>, delay=00:00:01, mailer=esmtp, pri=31291, dsn=5.1.1, stat=User unknown`,
    ]);

    const common = {
      at: Date.parse('2026-11-23T08:00:00Z'),
      account: 'alice@example.test',
      sourceIp: '203.0.113.7',
      protocol: 'smtp',
      outcome: 'success',
      server: 'mx1',
      listener: 'unknown',
      discriminator: '4021',
    };
    expect(events).toEqual([
      { ...common, type: 'authentication', mechanism: 'plain' },
      {
        ...common,
        type: 'message',
        session: ID,
        message: {
          sender: 'alice@example.test',
          recipients: 2,
          rejectedRecipients: 2,
          bytes: 1291,
          queueId: ID,
        },
      },
    ]);
  });

  it('tells a message of which every recipient was refused as rejected', () => {
    const { events } = readLog(sendmail, [
      signedIn(),
      `${PROCESS}${ID}: <x@nowhere.test>... User unknown`,
      received(RELAY, '<alice@example.test>', 0),
    ]);

    expect(events[1]).toMatchObject({ outcome: 'failure', message: { rejectedRecipients: 1 } });
  });

  it.each([
    ['another relay', received('host.example.net [198.51.100.9]')],
    ['another process', received().replace('[4021]', '[4022]')],
    ['a local sender', received('alice@localhost')],
  ])('gives the account no message of %s', (_case, line) => {
    const { events } = readLog(sendmail, [signedIn(), line]);

    expect(events).toHaveLength(1);
  });

  it.each([
    [
      'authentication failure (-13) SASL(-13): authentication failure: checkpass failed',
      'bad-password',
    ],
    ['user not found (-20) SASL(-13): user not found: no secret in database', 'unknown-account'],
    [
      'generic failure (-1) SASL(-1): generic failure: cannot connect to saslauthd server',
      'backend',
    ],
    ['account disabled (-19) SASL(-19): disabled', 'disabled'],
  ])('reads why it failed: %s', (words, reason) => {
    const { events } = readLog(sendmail, [failed(`${words}, user=bob`)]);

    expect(events).toMatchObject([
      { account: 'bob', outcome: 'failure', reason, sourceIp: '198.51.100.9' },
    ]);
  });

  it('has no event for a failure that names nobody', () => {
    const line = failed('authentication failure (-13) SASL(-13): authentication failure');

    expect(readLog(sendmail, [line])).toEqual({ events: [], verdicts: ['parsed'] });
  });

  it.each([
    'bob, relay=x [192.0.2.66]',
    'bob from 192.0.2.66 port 22',
    'bob, user=alice, relay=[192.0.2.66] (may be forged)',
  ])('is not misled by the login name “%s”', (name) => {
    const { events } = readLog(sendmail, [
      failed(`authentication failure (-13) SASL(-13): x, user=${name}`),
      signedIn(RELAY, name),
    ]);

    expect(events).toMatchObject([
      { sourceIp: '198.51.100.9', account: name },
      { sourceIp: '203.0.113.7' },
    ]);
  });

  it('is not misled by what a sender quotes', () => {
    const sender = '<"x>, size=1, class=0, nrcpts=9, relay=[192.0.2.66]"@example.test>';

    const { events } = readLog(sendmail, [signedIn(), received(RELAY, sender)]);

    expect(events[1]).toMatchObject({ sourceIp: '203.0.113.7', message: { recipients: 2 } });
  });

  it('reads IPv6 relays', () => {
    const { events } = readLog(sendmail, [signedIn('[IPv6:2001:DB8:0:0:0:0:0:1]')]);

    expect(events).toMatchObject([{ sourceIp: '2001:db8::1' }]);
  });

  it('does not claim Postfix', () => {
    expect(sendmail.recognises('Nov 23 08:00:00 mx1 postfix/sendmail[1]: x')).toBe(false);
  });
});

describeSource(sendmail, {
  log: [
    signedIn(),
    `${PROCESS}${ID}: <x@nowhere.test>... User unknown`,
    `${PROCESS}${ID}: <-- AUTH PLAIN AGFsaWNlAGh1bnRlcjI=`,
    received(),
    failed('authentication failure (-13) SASL(-13): x, user=bob'),
    'Nov 23 08:00:09 mx1 sendmail[4]: message repeated 2 times: [ AUTH failure (LOGIN): x (-13) SASL(-13): x, user=eve, relay=[198.51.100.9]]',
  ],
  secrets: ['AGFsaWNlAGh1bnRlcjI='],
  worst: [
    { start: `${PROCESS}AUTH=server, relay=`, repeat: ', authid=' },
    { start: `${PROCESS}AUTH failure (LOGIN): `, repeat: 'a (-1' },
    { start: `${PROCESS}${ID}: from=`, repeat: ', size=1' },
    { start: `${PROCESS}${ID}: ruleset=check_rcpt, arg1=`, repeat: ', reject=5' },
    { start: `${PROCESS}${ID}: from=<a>, size=1, relay=`, repeat: '[' },
  ],
});
