import { aLogOf } from '../../src/events/domain/source-logs.builder.js';
import {
  aSession,
  interleaved,
  THE_CASE,
} from '../../src/events/domain/sources/mailscan/session-log.builder.js';

/** A log of the format whose sessions overlap, so that a cut anywhere falls into one. */
export function overlappingLog(format: 'mailscan' | 'postfix' | 'dovecot'): readonly string[] {
  const log = aLogOf(format);
  if (format === 'mailscan')
    return [
      ...interleaved(aSession({ thread: 7 }), aSession({ thread: 8, reply: '535 no' }), 5),
      ...THE_CASE.split('\n'),
      ...log,
    ];
  if (format === 'postfix') return interleaved(log, log.map(asAnotherPostfixSession), 3);
  return interleaved(log, log.map(asAnotherDovecotSession), 2);
}

/** A log of the format in which it is clear who said what: of MailScan, one session after the other. */
export function logInTurn(format: 'mailscan' | 'postfix' | 'dovecot'): readonly string[] {
  if (format !== 'mailscan') return overlappingLog(format);
  return [...aSession({ thread: 7 }), ...THE_CASE.split('\n'), ...aLogOf(format)];
}

function asAnotherPostfixSession(line: string): string {
  return line
    .replaceAll('[10', '[20')
    .replaceAll('4F1A2B3C4D', '5A6B7C8D9E')
    .replaceAll('alice', 'dave')
    .replaceAll('198.51.100.7', '198.51.100.77');
}

function asAnotherDovecotSession(line: string): string {
  return line
    .replaceAll('<x1>', '<x2>')
    .replaceAll('worker(77)', 'worker(78)')
    .replaceAll('bob', 'dora')
    .replaceAll('198.51.100.8', '198.51.100.88');
}
