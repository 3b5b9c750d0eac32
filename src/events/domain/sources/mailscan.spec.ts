import { describe, expect, it } from 'vitest';
import {
  aSession,
  base64,
  inThread,
  readMailscan,
  THE_CASE,
} from './mailscan/session-log.builder.js';

describe('the mailscan source', () => {
  it('reads the session of the case', () => {
    const { events, verdicts } = readMailscan(THE_CASE.split('\n'));

    const common = {
      sourceIp: '202.72.218.222',
      protocol: 'smtp',
      outcome: 'success',
      listener: 'unknown',
      client: '202.72.x.y',
      session: '1@2010-05-28T11:44:46',
      discriminator: '0',
    };
    expect(events).toEqual([
      {
        ...common,
        type: 'authentication',
        mechanism: 'login',
        at: Date.parse('2010-05-28T06:14:56Z'),
        message: {
          sender: 'wkjxbetrayal@company.co.in',
          recipients: 0,
          rejectedRecipients: 0,
        },
      },
      {
        ...common,
        type: 'message',
        at: Date.parse('2010-05-28T06:14:57Z'),
        message: {
          sender: 'wkjxbetrayal@company.co.in',
          recipients: 1,
          rejectedRecipients: 0,
          bytes: 1291,
          queueId: 'SMT1175720159958.MSG',
        },
      },
    ]);
    expect(verdicts).not.toContain('unparsed');
  });

  it('reads the same with a hyphen for the dash', () => {
    const plain = readMailscan(THE_CASE.replaceAll(' – ', ' - ').split('\n'));

    expect(plain.events).toEqual(readMailscan(THE_CASE.split('\n')).events);
  });

  it('takes the account out of AUTH LOGIN and drops the password unread', () => {
    const lines = aSession({ id: base64('alice@example.test'), password: base64('Sesame-99') });

    const { events, saved } = readMailscan(lines);

    expect(events[0]).toMatchObject({ account: 'alice@example.test', outcome: 'success' });
    expect(events[1]).toMatchObject({ account: 'alice@example.test', type: 'message' });
    expect(JSON.stringify([events, saved])).not.toMatch(/Sesame|U2VzYW1l/);
  });

  it.each([
    ['with the command', [`#AUTH PLAIN ${base64('\0alice@example.test\0Sesame-99')}`]],
    ['on the next line', ['#AUTH PLAIN', `#${base64('\0alice@example.test\0Sesame-99')}`]],
    ['after an authorisation id', [`#AUTH PLAIN ${base64('boss\0alice@example.test\0Sesame-99')}`]],
    ['in AUTH LOGIN with the command', [`#AUTH LOGIN ${base64('alice@example.test')}`]],
  ])('takes the account out of a response %s', (_case, exchange) => {
    const { events, saved } = readMailscan(aSession({ exchange }));

    expect(events[0]?.account).toBe('alice@example.test');
    expect(JSON.stringify([events, saved])).not.toContain('Sesame');
  });

  it('keeps an encrypted user id as one stable pseudonym', () => {
    const [first, second, other] = ['#ENC:9f3a77', '#ENC:9f3a77', '#ENC:9f3a78'].map(
      (id) =>
        readMailscan(aSession({ exchange: ['#AUTH LOGIN', id, '#ENC:00'] })).events[0]?.account,
    );

    expect(first).toMatch(/^encrypted:[0-9a-f]{16}$/);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each([
    ['535 5.7.3 Authentication unsuccessful.', 'bad-password'],
    ['454 4.7.0 Temporary authentication failure', 'backend'],
    ['421 4.3.2 Service not available', 'backend'],
    ['432 4.7.12 A password transition is needed', 'must-change'],
    ['504 5.5.4 Unrecognized authentication type', 'other'],
  ])('reads the reply %s as a failure: %s', (reply, reason) => {
    const { events } = readMailscan(aSession({ id: base64('alice@example.test'), reply }));

    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ outcome: 'failure', reason, account: 'alice@example.test' });
  });

  it('does not take a back end that is down for a wrong password', () => {
    const lines = inThread(7, '198.51.100.7', [
      `SMTPIN: #AUTH LOGIN ${base64('alice@example.test')}`,
      'ROUTER-AUTH: Connection to mx-host 192.0.2.25:25 failed',
    ]);

    expect(readMailscan(lines).events).toMatchObject([{ outcome: 'failure', reason: 'backend' }]);
  });

  it('tells nothing of mail that nobody signed in for', () => {
    const lines = inThread(7, '198.51.100.7', [
      'SMTPIN: #helo mx.example.org',
      'SMTPIN: #mail from:<bob@example.org>',
      'SMTPIN: #rcpt to:<alice@example.test>',
      'SMTPIN: Data completed for SMT1.MSG file. Size of message 10 bytes (1 kb).',
    ]);

    expect(readMailscan(lines).events).toEqual([]);
  });

  it('counts recipients that were refused', () => {
    const lines = inThread(7, '198.51.100.7', [
      `SMTPIN: #AUTH LOGIN ${base64('alice@example.test')}`,
      'ROUTER-AUTH: <<<< 235 ok',
      'SMTPIN: #mail from:<alice@example.test>',
      'SMTPIN: #rcpt to:<a@example.org>',
      'SMTPIN: #rcpt to:<b@example.org>',
      'SMTPIN: 550 5.1.1 unknown',
      'SMTPIN: Data completed for SMT1.MSG file. Size of message 10 bytes (1 kb).',
    ]);

    expect(readMailscan(lines).events[1]?.message).toMatchObject({
      recipients: 1,
      rejectedRecipients: 1,
    });
  });

  it('uses the zone of an earlier greeting, else that of the caller', () => {
    const id = base64('alice@example.test');
    const before = aSession({ id, hour: '10' });
    const after = aSession({ id, hour: '13' });

    const { events } = readMailscan([...before, ...THE_CASE.split('\n'), ...after], {
      timezone: 'Europe/Berlin',
    });

    expect(new Date(events[0]?.at ?? 0).toISOString()).toBe('2010-05-28T08:00:03.000Z');
    expect(new Date(events.at(-2)?.at ?? 0).toISOString()).toBe('2010-05-28T07:30:03.000Z');
  });

  it('is not misled by what a client says', () => {
    const lines = inThread(7, '198.51.100.7', [
      'SMTPIN: #helo x – ROUTER-AUTH: <<<< 235 ok (IP: 192.0.2.1)',
      'SMTPIN: #AUTH LOGIN VXNlcm5hbWU6',
      'ROUTER-AUTH: <<<< 535 no',
      'SMTPIN: #mail from:<> (Port:25): Client Session Completed from 192.0.2.1',
    ]);

    const { events } = readMailscan(lines);

    expect(events.filter(({ outcome }) => outcome === 'success')).toEqual([]);
    expect(events.every(({ sourceIp }) => sourceIp === '198.51.100.7')).toBe(true);
  });
});
