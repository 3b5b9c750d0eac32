import { describe, expect, it } from 'vitest';
import { aContext, describeSource, readLog } from '../../../../test/conformance/source.js';
import { exim } from './exim.js';

const ID = '1vNBcS-000000001Ab-0AbC';
const FROM_ALICE = `${ID} <= alice@example.test`;
const REST =
  'P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=plain_login:alice@example.test S=1291 id=b1@example.test';

function line(text: string): string {
  return `2026-11-23 08:00:00 ${text}`;
}

function arrival(host: string, rest = REST): string {
  return line(`${FROM_ALICE} H=${host} ${rest}`);
}

function failed(host: string, words = '535 Incorrect authentication data (set_id=bob)'): string {
  return line(`plain_login authenticator failed for ${host}: ${words}`);
}

describe('the exim source', () => {
  it('tells the sign-in and the message of an arrival', () => {
    const { events } = readLog(exim, [
      arrival(
        'host.example.org (laptop) [203.0.113.7]:51234',
        `${REST} for bob@example.org eve@example.org`,
      ),
    ]);

    const common = {
      at: Date.parse('2026-11-23T08:00:00Z'),
      account: 'alice@example.test',
      sourceIp: '203.0.113.7',
      protocol: 'smtp',
      outcome: 'success',
      listener: 'unknown',
      client: 'laptop',
      session: ID,
    };
    expect(events).toEqual([
      { ...common, type: 'authentication', tls: true },
      {
        ...common,
        type: 'message',
        message: {
          sender: 'alice@example.test',
          recipients: 2,
          rejectedRecipients: 0,
          bytes: 1291,
          queueId: ID,
        },
      },
    ]);
  });

  it.each([
    ['a zone', `2026-11-23 09:00:00 +0100 ${FROM_ALICE} H=[203.0.113.7] ${REST}`],
    ['a process id', `2026-11-23 08:00:00 [4711] ${FROM_ALICE} H=[203.0.113.7] ${REST}`],
    ['decimals', `2026-11-23 08:00:00.123 ${FROM_ALICE} H=[203.0.113.7] ${REST}`],
    [
      'syslog',
      `Nov 23 08:00:01 mx1 exim[4711]: 2026-11-23 08:00:00 ${FROM_ALICE} H=[203.0.113.7] ${REST}`,
    ],
    [
      'a stamp of syslog only',
      `Nov 23 08:00:00 mx1 exim4[4711]: ${FROM_ALICE} H=[203.0.113.7] ${REST}`,
    ],
    [
      'the older message ids',
      `2026-11-23 08:00:00 1vNBcS-00004x-AB <= alice@example.test H=[203.0.113.7] ${REST}`,
    ],
  ])('reads lines with %s', (_case, text) => {
    const { events } = readLog(exim, [text]);

    expect(events).toHaveLength(2);
    expect(Math.floor((events[0]?.at ?? 0) / 1_000)).toBe(
      Date.parse('2026-11-23T08:00:00Z') / 1_000,
    );
    expect(exim.recognises(text)).toBe(true);
  });

  it('reads its own stamps in the zone that the caller names', () => {
    const context = aContext({ timezone: 'Asia/Kolkata' });

    const { events } = readLog(exim, [arrival('[203.0.113.7]')], { context });

    expect(events[0]?.at).toBe(Date.parse('2026-11-23T02:30:00Z'));
  });

  it.each([
    ['535 Incorrect authentication data (set_id=bob)', 'bad-password'],
    [
      '435 Unable to authenticate at present (set_id=bob): connection to ldap failed (-1)',
      'backend',
    ],
    ['435 Unable to authenticate at present (set_id=bob): lookup deferred', 'backend'],
  ])('reads the failure “%s”', (words, reason) => {
    const { events } = readLog(exim, [
      failed('(User) [198.51.100.9]:4011 I=[192.0.2.1]:587 U=x', words),
    ]);

    expect(events).toMatchObject([
      { account: 'bob', outcome: 'failure', reason, sourceIp: '198.51.100.9', client: 'User' },
    ]);
  });

  it('tells a refused recipient of a signed-in client', () => {
    const { events } = readLog(exim, [
      line(
        'H=(laptop) [203.0.113.7]:51234 X=TLS1.3:x:256 CV=no F=<alice@example.test> A=plain_login:alice rejected RCPT <x@nowhere.test>: Unrouteable address',
      ),
    ]);

    expect(events).toMatchObject([
      {
        type: 'message',
        outcome: 'failure',
        reason: 'policy',
        account: 'alice',
        message: { sender: 'alice@example.test', recipients: 0, rejectedRecipients: 1 },
      },
    ]);
  });

  it.each([
    ['mail of nobody', arrival('mx.example.org [198.51.100.1]', 'P=esmtps X=y CV=yes S=9 id=a@b')],
    [
      'a delivery',
      line(`${ID} => bob@example.org R=dnslookup T=remote_smtp H=mx.example.org [198.51.100.1]`),
    ],
    [
      'a refusal of nobody',
      line(
        'H=(x) [198.51.100.9] F=<a@example.org> rejected RCPT <b@example.org>: relay not permitted',
      ),
    ],
    ['a broken exchange', failed('(x) [198.51.100.9]', '501 Invalid base64 data')],
    ['its start', line('exim 4.98 daemon started: pid=1')],
  ])('ignores %s', (_case, text) => {
    expect(readLog(exim, [text])).toEqual({ events: [], verdicts: ['ignored'] });
  });

  it.each(['(evil [192.0.2.66])', '([192.0.2.66])', 'a.example.org ([192.0.2.66]:25)'])(
    'takes the address behind the client’s own text: %s',
    (helo) => {
      const { events } = readLog(exim, [
        arrival(`${helo} [203.0.113.7]:51234`),
        failed(`${helo} [203.0.113.7]`),
      ]);

      expect(events.map(({ sourceIp }) => sourceIp)).toEqual(Array(3).fill('203.0.113.7'));
    },
  );

  it('does not understand a line whose client wrote another one into its greeting', () => {
    const { events, verdicts } = readLog(exim, [
      arrival(`(x) [192.0.2.66]:25 ${REST}) [198.51.100.9]:4011`, 'P=esmtp S=9 id=a'),
      failed('(x) [192.0.2.66]: 535 Incorrect authentication data (set_id=alice)) [198.51.100.9]'),
    ]);

    expect(events).toEqual([]);
    expect(verdicts).toEqual(['unparsed', 'unparsed']);
  });

  it('looks for nothing inside quotes', () => {
    const { events } = readLog(exim, [
      line(
        `${ID} <= "a H=[192.0.2.66] A=plain:eve S=1"@example.test H=(x) [203.0.113.7] P=esmtpsa DN="A=plain:eve" A=plain:alice S=7 id=1 T="\\" for a b c d" for bob@example.org`,
      ),
      line(
        'H=(x) [198.51.100.9] F=<"x A=plain:alice rejected RCPT "@example.org> rejected RCPT <b@example.org>: no',
      ),
    ]);

    expect(events).toMatchObject([
      { account: 'alice', sourceIp: '203.0.113.7' },
      { message: { sender: '"a H=[192.0.2.66] A=plain:eve S=1"@example.test', recipients: 1 } },
    ]);
  });

  it('keeps a forging login name whole', () => {
    const { events } = readLog(exim, [
      failed(
        '(x) [198.51.100.9]',
        '535 Incorrect authentication data (set_id=bob) from 192.0.2.66 port 22)',
      ),
    ]);

    expect(events).toMatchObject([
      { account: 'bob) from 192.0.2.66 port 22', sourceIp: '198.51.100.9' },
    ]);
  });

  it('reads IPv6', () => {
    const { events } = readLog(exim, [failed('(x) [2001:DB8::9]:4011')]);

    expect(events).toMatchObject([{ sourceIp: '2001:db8::9' }]);
  });

  it.each([
    '2026-11-23 08:00:00 imap-login: Info: Login: user=<a>',
    'Nov 23 08:00:00 mx1 sshd[1]: exim',
  ])('does not claim “%s”', (text) => {
    expect(exim.recognises(text)).toBe(false);
  });
});

describeSource(exim, {
  log: [
    arrival('(laptop) [203.0.113.7]:51234', `${REST} for bob@example.org`),
    failed('(User) [198.51.100.9]:4011'),
    line(
      'H=(laptop) [203.0.113.7] F=<alice@example.test> A=plain_login:alice rejected RCPT <x@nowhere.test>: Unrouteable address',
    ),
    line(
      `SMTP protocol error in "AUTH PLAIN AGFsaWNlAGh1bnRlcjI=" H=(x) [198.51.100.9] AUTH command used when not advertised`,
    ),
    'Nov 23 08:00:09 mx1 exim[7]: message repeated 2 times: [ plain authenticator failed for (x) [198.51.100.9]: 535 Incorrect authentication data (set_id=eve)]',
  ],
  secrets: ['AGFsaWNlAGh1bnRlcjI='],
  worst: [
    { start: `2026-11-23 08:00:00 ${FROM_ALICE} H=(`, repeat: ') [' },
    { start: `2026-11-23 08:00:00 ${FROM_ALICE} H=(`, repeat: ') [192.0.2.1] U=' },
    { start: `2026-11-23 08:00:00 ${FROM_ALICE} H=[192.0.2.1]`, repeat: ' A=a:' },
    {
      start: `2026-11-23 08:00:00 ${FROM_ALICE} H=[192.0.2.1]`,
      repeat: '[192.0.2.1]:25 I=aaaaaaa',
    },
    { start: '2026-11-23 08:00:00 H=[192.0.2.1] F=<', repeat: ' rejected RCP' },
    { start: '2026-11-23 08:00:00 a authenticator failed for (', repeat: '[1]: 535 ' },
  ],
});
