import type { LogLine } from '../syslog.js';
import type { WallClock } from '../zoned-time.js';
import { readIsoStamp } from './stamp.js';
import { logLine } from './tag.js';

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = 0x5b;
const CLOSING = 0x5d;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * Reads RFC 5424 from behind `<PRI>1 `: time, host, program, process, message id, structured data
 * (skipped) and the message. `-` stands for what is missing, the time too.
 */
export function readRfc5424(line: string, start: number, clock: WallClock): LogLine | undefined {
  const stamp = line.startsWith('- ', start)
    ? { at: undefined, end: start + 2 }
    : readIsoStamp(line, start, clock);
  if (stamp === undefined) return undefined;

  const host = line.indexOf(' ', stamp.end);
  const program = host === -1 ? -1 : line.indexOf(' ', host + 1);
  const process = program === -1 ? -1 : line.indexOf(' ', program + 1);
  const id = process === -1 ? -1 : line.indexOf(' ', process + 1);
  if (id === -1) return undefined;
  const data = endOfStructuredData(line, id + 1);
  if (data === -1) return undefined;

  let message = data < line.length ? data + 1 : data;
  if (line.charCodeAt(message) === BYTE_ORDER_MARK) message += 1;
  return logLine(
    stamp.at,
    valueOf(line.slice(stamp.end, host)),
    valueOf(line.slice(host + 1, program)),
    valueOf(line.slice(program + 1, process)),
    line.slice(message),
  );
}

function valueOf(text: string): string | undefined {
  return text === '-' || text === '' ? undefined : text;
}

/** Behind `-` or `[id name="value"]…`, where a blank or the line's end follows; -1 when malformed. */
function endOfStructuredData(line: string, start: number): number {
  let at = start;
  if (line[at] === '-') at += 1;
  else if (line.charCodeAt(at) !== OPENING) return -1;
  while (line.charCodeAt(at) === OPENING) {
    const end = endOfElement(line, at + 1);
    if (end === -1) return -1;
    at = end;
  }
  return at === line.length || line.charCodeAt(at) === SPACE ? at : -1;
}

function endOfElement(line: string, start: number): number {
  let quoted = false;
  for (let at = start; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (quoted && code === BACKSLASH) at += 1;
    else if (code === QUOTE) quoted = !quoted;
    else if (!quoted && code === CLOSING) return at + 1;
  }
  return -1;
}
