import { describe, expect, it } from 'vitest';
import type { AuthEvent } from '../auth-event.js';
import type { Source } from '../source.js';
import { autoDetecting } from './auto.js';
import { mailscan } from './mailscan.js';
import { native } from './native.js';
import { sshd } from './sshd.js';

const SSHD = 'Nov 23 08:00:00 mx1 sshd[7]: Failed password for root from 198.51.100.7 port 42 ssh2';
const CRON = 'Nov 23 08:00:01 mx1 CRON[8]: (root) CMD (true)';
const NATIVE =
  '{"type":"authentication","time":"2026-11-23T08:00:00Z","outcome":"success","account":"alice"}';
const MAILSCAN = [
  '23 Nov 2026 08:00:00 – SMTPIN: Entering into thread no: 1 (IP: 198.51.100.7)',
  '23 Nov 2026 08:00:01 – SMTPIN: #AUTH LOGIN YWxpY2U=',
  '23 Nov 2026 08:00:02 – ROUTER-AUTH: <<<< 235 ok',
  '23 Nov 2026 08:00:03 – SMTPIN: Exiting from thread no: 1',
];

describe('the auto source', () => {
  it.each([
    ['mailscan', MAILSCAN],
    ['sshd', [SSHD]],
    ['native', [NATIVE]],
  ])('finds %s', (format, lines) => {
    const { reader, events } = read(lines);

    expect(reader.format).toBe(format);
    expect(events).toHaveLength(1);
  });

  it('gives each line of a mixed log to the source that knows it', () => {
    const { reader, events, verdicts } = read([SSHD, CRON, ...MAILSCAN, NATIVE, NATIVE]);

    expect(events.map(({ protocol }) => protocol)).toEqual(['ssh', 'smtp', 'other', 'other']);
    expect(verdicts).not.toContain('unparsed');
    expect(reader.format).toBe('native');
  });

  it('does not understand a log that no source recognises', () => {
    const { reader, verdicts } = read(['one', '', 'two']);

    expect(verdicts).toEqual(['unparsed', 'ignored', 'unparsed']);
    expect(reader.format).toBe('auto');
  });

  it('gives a line that no source recognises to the format of most lines', () => {
    const { verdicts } = read([SSHD, SSHD, NATIVE, CRON]);

    expect(verdicts.at(-1)).toBe('ignored');
  });

  it('asks the sources about a program once', () => {
    let asked = 0;
    const counting: Source = {
      ...sshd,
      recognises: (line) => {
        asked += 1;
        return sshd.recognises(line);
      },
    };

    read([SSHD, SSHD, SSHD], [counting]);

    expect(asked).toBe(1);
  });
});

function read(lines: readonly string[], sources: readonly Source[] = [mailscan, sshd, native]) {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const reader = autoDetecting(sources).open({ listener: 'unknown', timezone: 'UTC', now });
  const events: AuthEvent[] = [];
  const verdicts = lines.map((line) => reader.read(line, (event) => void events.push(event)));
  return { reader, events, verdicts };
}
