import type { LogLine } from '../syslog.js';

/** Syslog tags are short; anything longer is part of the message. */
const LONGEST_TAG = 128;
const MOST_REPETITIONS = 10_000;

const REPEATED = /^message repeated (\d{1,9}) times: \[ ?/;
const DOVECOT_LEVEL = /^ (?:Debug|Info|Warning|Error|Fatal|Panic): /;

const SPACE = 0x20;
const COLON = 0x3a;
const OPENING = 0x5b;
const PARENTHESIS = 0x28;

/** What stands before the tag. */
interface Beginning {
  readonly at: number | undefined;
  readonly host?: string | undefined;
}

/**
 * Reads `host prog[pid]: message` from `start` on, where the host may be missing. Lines of
 * Dovecot's own file, `imap-login: Info: Login: …` or `imap(alice)<12><id>: Info: …`, have neither
 * host nor program: the program is `dovecot` and the message is all of it, as syslog would have it.
 */
export function readHostAndTag(line: string, start: number, at: number | undefined): LogLine {
  const blank = line.indexOf(' ', start);
  if (blank === -1 || isTag(line, start, blank)) return readTag(line, start, { at });
  return readTag(line, blank + 1, { at, host: line.slice(start, blank) });
}

/** Reads `prog[pid]: message` from `start` on; without a tag all of it is the message. */
export function readTag(line: string, start: number, { at, host }: Beginning): LogLine {
  let end = start;
  const limit = Math.min(line.length, start + LONGEST_TAG);
  let code = SPACE;
  for (; end < limit; end += 1) {
    code = line.charCodeAt(end);
    if (code === COLON || code === OPENING || code === SPACE || code === PARENTHESIS) break;
  }
  if (code === PARENTHESIS && host === undefined) {
    return logLine(at, host, 'dovecot', undefined, line.slice(start));
  }
  if (end === start || end === limit)
    return logLine(at, host, undefined, undefined, line.slice(start));

  let pid: string | undefined;
  let after = end;
  if (code === OPENING) {
    const closing = line.indexOf(']', end);
    if (closing === -1 || closing > end + LONGEST_TAG) {
      return logLine(at, host, undefined, undefined, line.slice(start));
    }
    pid = line.slice(end + 1, closing);
    after = closing + 1;
  } else if (code === PARENTHESIS) {
    after = line.indexOf(':', end);
    if (after === -1) return logLine(at, host, undefined, undefined, line.slice(start));
  }
  if (line.charCodeAt(after) !== COLON) {
    return logLine(at, host, undefined, undefined, line.slice(start));
  }
  if (host === undefined && pid === undefined && isDovecot(line, after + 1)) {
    return logLine(at, host, 'dovecot', undefined, line.slice(start));
  }
  const message = line.charCodeAt(after + 1) === SPACE ? after + 2 : after + 1;
  return logLine(at, host, line.slice(start, end), pid, line.slice(message));
}

/** Puts a line together; takes "message repeated N times: [ … ]" apart. */
export function logLine(
  at: number | undefined,
  host: string | undefined,
  program: string | undefined,
  pid: string | undefined,
  message: string,
): LogLine {
  if (message.startsWith('message repeated ') && message.endsWith(']')) {
    const match = REPEATED.exec(message);
    const times = Number(match?.[1] ?? 0);
    if (match !== null && times >= 1) {
      const repeated = Math.min(times, MOST_REPETITIONS);
      return { at, host, program, pid, message: message.slice(match[0].length, -1), repeated };
    }
  }
  return { at, host, program, pid, message, repeated: 1 };
}

function isTag(line: string, start: number, blank: number): boolean {
  if (line.charCodeAt(blank - 1) === COLON) return true;
  for (let at = start; at < blank && at < start + LONGEST_TAG; at += 1) {
    if (line.charCodeAt(at) === PARENTHESIS) return true;
  }
  return false;
}

function isDovecot(line: string, start: number): boolean {
  const code = line.charCodeAt(start + 1);
  // D, I, W, E, F, P: most messages are told apart without cutting the line.
  if (code < 0x44 || code > 0x57) return false;
  return DOVECOT_LEVEL.test(line.slice(start, start + 12));
}
