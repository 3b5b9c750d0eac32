import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceContext } from './source.js';
import { openHeaderReader } from './syslog-header.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('the syslog header reader', () => {
  it.each([
    ['Nov 23 08:00:00 mx1 sshd[12]: hello', 'mx1 sshd 12 hello'],
    ['Nov  3 08:00:00 mx1 postfix/smtpd[12]: hello', 'mx1 postfix/smtpd 12 hello'],
    ['<34>Nov 23 08:00:00 mx1 su: hello: there', 'mx1 su - hello: there'],
    ['Nov 23 08:00:00 sshd[12]: hello', '- sshd 12 hello'],
    ['Nov 23 08:00:00 mx1 hello there', 'mx1 - - hello there'],
    ['Nov 23 08:00:00 2001:db8::1 sshd[12]: hello', '2001:db8::1 sshd 12 hello'],
    ['2026-11-23T08:00:00.123456+01:00 mx1 exim[12]: hello', 'mx1 exim 12 hello'],
    ['2026-11-23T08:00:00Z mx1 dovecot: imap-login: Login', 'mx1 dovecot - imap-login: Login'],
    ['Nov 23 08:00:00 imap-login: Info: Login', '- dovecot - imap-login: Info: Login'],
    ['2026-11-23 08:00:00 imap(a b)<1><x>: Info: Out', '- dovecot - imap(a b)<1><x>: Info: Out'],
    ['<165>1 2026-11-23T08:00:00.003Z mx1 sshd 12 - - hello', 'mx1 sshd 12 hello'],
    [
      '<165>1 2026-11-23T08:00:00Z mx1 app - ID47 [a@1 b="x]\\"y"][c d="e"] \uFEFFhello',
      'mx1 app - hello',
    ],
    ['<165>1 - - - - - -', '- - - '],
    ['@4000000068e2d7c01dcd6500 sshd[12]: hello', '- sshd 12 hello'],
    [
      '{"__REALTIME_TIMESTAMP":"1795420800123456","_HOSTNAME":"mx1","SYSLOG_IDENTIFIER":"sshd","_PID":"12","MESSAGE":"hello"}',
      'mx1 sshd 12 hello',
    ],
    [
      '{"__REALTIME_TIMESTAMP":"1","_HOSTNAME":"mx1","_COMM":"sshd","MESSAGE":[104,105,255]}',
      'mx1 sshd - hi\uFFFD',
    ],
  ])('reads %s', (line, expected) => {
    const read = open().read(line);

    const { host = '-', program = '-', pid = '-', message } = read ?? { message: undefined };
    expect([host, program, pid, message].join(' ')).toBe(expected);
  });

  it.each([
    ['Nov 23 08:00:00 mx1 a: b', '2026-11-23T07:00:00.000Z'],
    ['2026-11-23T08:00:00.123456+05:30 mx1 a: b', '2026-11-23T02:30:00.123Z'],
    ['2026-11-23T08:00:00+0100 mx1 a: b', '2026-11-23T07:00:00.000Z'],
    ['2026-11-23 08:00:00 +0100 mx1 a: b', '2026-11-23T07:00:00.000Z'],
    ['2026-11-23 08:00:00 mx1 a: b', '2026-11-23T07:00:00.000Z'],
    ['@4000000037c219bf2ef02e94 a: b', '1999-08-24T04:04:05.787Z'],
    ['{"__REALTIME_TIMESTAMP":"1795420800123456","MESSAGE":"b"}', '2026-11-23T08:00:00.123Z'],
  ])('knows when %s was', (line, expected) => {
    expect(iso(open({ timezone: 'Europe/Berlin' }).read(line)?.at)).toBe(expected);
  });

  it.each([
    'nothing of the kind',
    '',
    'Nov 31 08:00:00 mx1 a: b',
    'Nov 23 24:00:00 mx1 a: b',
    '2026-02-29T08:00:00Z mx1 a: b',
    '<999999>Nov 23 08:00:00 mx1 a: b',
    '@40000000zzzzzzzz2ef02e94 a: b',
    '{"MESSAGE":{}}',
    '{"MESSAGE":',
  ])('finds no header in %s', (line) => {
    expect(open().read(line)).toBeUndefined();
  });

  it('takes a repeated message apart, and believes at most 10,000 repetitions', () => {
    const reader = open();

    const few = reader.read('Nov 23 08:00:00 mx1 a: message repeated 3 times: [ hello]');
    const many = reader.read('Nov 23 08:00:00 mx1 a: message repeated 999999 times: [ hello]');

    expect(few).toMatchObject({ message: 'hello', repeated: 3 });
    expect(many).toMatchObject({ message: 'hello', repeated: 10_000 });
  });

  describe('infers the year', () => {
    it('as the latest that is no more than a day ahead', () => {
      expect(yearsOf(['Nov 24 08:00:00'])).toEqual([2026]);
      expect(yearsOf(['Nov 25 08:00:00'])).toEqual([2025]);
      expect(yearsOf(['Feb 29 08:00:00'])).toEqual([2024]);
    });

    it('as the caller says', () => {
      expect(yearsOf(['May 28 08:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:00'], 2010)).toEqual([
        2010, 2010, 2011,
      ]);
    });

    it('over the turn of the year, and back for a line out of order', () => {
      const stamps = ['Dec 31 23:59:59', 'Jan  1 00:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:01'];

      expect(yearsOf(stamps)).toEqual([2025, 2026, 2025, 2026]);
    });

    it('the same wherever the log is cut', () => {
      const stamp = fc
        .tuple(fc.constantFrom('Jan', 'Feb', 'Jun', 'Nov', 'Dec'), fc.integer({ min: 10, max: 29 }))
        .map(([month, day]) => `${month} ${day} 23:00:00`);

      fc.assert(
        fc.property(fc.array(stamp), (stamps) => {
          let saved: unknown;

          const years = stamps.map((text) => {
            const reader = open({}, saved);
            const year = yearOf(reader.read(`${text} mx1 a: b`)?.at);
            saved = JSON.parse(JSON.stringify(reader.save()));
            return year;
          });

          expect(years).toEqual(yearsOf(stamps));
        }),
      );
    });
  });

  it('never throws', () => {
    const beginning = fc.constantFrom('', '<1>', '<1>1 ', '@4', '{"MESSAGE":', 'Nov 23 08:00:00 ');

    fc.assert(
      fc.property(beginning, fc.string({ unit: 'binary' }), fc.anything(), (head, tail, saved) => {
        expect(() => open({}, saved).read(head + tail)).not.toThrow();
      }),
    );
  });
});

function yearsOf(stamps: readonly string[], year?: number): (number | undefined)[] {
  const reader = open({ year });
  return stamps.map((stamp) => yearOf(reader.read(`${stamp} mx1 a: b`)?.at));
}

function yearOf(at: number | undefined): number | undefined {
  return at === undefined ? undefined : new Date(at).getUTCFullYear();
}

function iso(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

function open(overrides: Partial<SourceContext> = {}, saved?: unknown) {
  return openHeaderReader({ listener: 'unknown', timezone: 'UTC', now: NOW, ...overrides }, saved);
}
