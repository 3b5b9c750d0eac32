import { describe, expect, it } from 'vitest';
import { aSession, base64, interleaved, readMailscan, THE_CASE } from './session-log.builder.js';

describe('the open sessions of a mailscan log', () => {
  it('reads sessions that overlap exactly when the lines carry the thread', () => {
    const alice = aSession({ thread: 1, id: base64('alice@example.test'), tagged: true });
    const bob = aSession({ thread: 2, id: base64('bob@example.test'), tagged: true });

    const { events } = readMailscan(alice.flatMap((line, index) => [line, bob[index] ?? '']));

    expect(events.map(({ account, session }) => [account, session?.[0]])).toEqual([
      ['alice@example.test', '1'],
      ['alice@example.test', '1'],
      ['bob@example.test', '2'],
      ['bob@example.test', '2'],
    ]);
  });

  it('reads no response that may be the password of a session that overlaps', () => {
    const alice = aSession({ thread: 1, id: base64('alice'), password: base64('Sesame-99') });
    const bob = aSession({ thread: 2, id: base64('bob'), password: base64('Sesame-11') });

    for (let shift = 0; shift < alice.length; shift += 1) {
      const { events, saved } = readMailscan(interleaved(alice, bob, shift));

      expect(JSON.stringify([events, saved])).not.toMatch(/Sesame|U2VzYW1l|encrypted/);
    }
  });

  it('tells sessions that overlap apart by what each waits for', () => {
    const first = THE_CASE.split('\n');
    const second = THE_CASE.replaceAll('202.72', '198.51')
      .replaceAll('218.222', '100.7')
      .replaceAll('thread no: 1', 'thread no: 2')
      .replaceAll('wkjxbetrayal', 'mallory')
      .replaceAll('SMT1', 'SMT2')
      .split('\n');

    const { events } = readMailscan(interleaved(first, second, 5));

    expect(events.map(({ sourceIp, message }) => [sourceIp, message?.sender])).toEqual([
      ['202.72.218.222', 'wkjxbetrayal@company.co.in'],
      ['202.72.218.222', 'wkjxbetrayal@company.co.in'],
      ['198.51.100.7', 'mallory@company.co.in'],
      ['198.51.100.7', 'mallory@company.co.in'],
    ]);
  });

  it('gives the same events when the log is sent again in the middle of a session', () => {
    const lines = [...THE_CASE.split('\n').slice(0, 20), ...THE_CASE.split('\n')];

    expect(readMailscan(lines).events).toEqual(readMailscan(THE_CASE.split('\n')).events);
  });

  it('hands over what an unfinished session told when the log ends', () => {
    const { events } = readMailscan(THE_CASE.split('\n').slice(0, 20));

    expect(events).toMatchObject([{ type: 'authentication', outcome: 'success' }]);
  });

  it('gives up an unfinished session when its thread number comes again', () => {
    const later = THE_CASE.replaceAll('11:44', '12:44').split('\n');

    const { events } = readMailscan([...THE_CASE.split('\n').slice(0, 20), ...later]);

    expect(events).toHaveLength(3);
    expect(events[0]?.session).toBe('1@2010-05-28T11:44:46');
  });
});
