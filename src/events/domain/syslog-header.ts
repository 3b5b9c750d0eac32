import { readJournald } from './headers/journald.js';
import { readRfc5424 } from './headers/rfc5424.js';
import { readIsoStamp, readYearlessStamp } from './headers/stamp.js';
import { readHostAndTag, readTag } from './headers/tag.js';
import { readTai64n } from './headers/tai64n.js';
import { YearGuess } from './headers/year-guess.js';
import type { SourceContext } from './source.js';
import type { HeaderReader, LogLine, OpenHeaderReader } from './syslog.js';
import { wallClockOf, type WallClock } from './zoned-time.js';

const LESS = 0x3c;
const AT = 0x40;
const BRACE = 0x7b;
const ZERO = 0x30;
const NINE = 0x39;
/** 9999-12-31T23:59:59Z. */
const LATEST_INSTANT = 253_402_300_799_000;
const LONGEST_PRIORITY = '<191>'.length;

/**
 * Reads the headers that mail servers write:
 * RFC 3164 (`Nov 23 08:00:00 mx1 postfix/smtpd[12]: …`), RFC 5424, ISO 8601 in RFC 3164's place
 * (rsyslog's default file format), journald's JSON, TAI64N, and Dovecot's own files, of which the
 * program is `dovecot` and the message `imap-login: Info: Login: …`, levels and all. `<PRI>` may
 * stand before the first two. The host may be missing.
 */
export const openHeaderReader: OpenHeaderReader = (context, saved) =>
  new SyslogHeaderReader(context, saved);

class SyslogHeaderReader implements HeaderReader {
  private readonly clock: WallClock;
  private readonly years: YearGuess;

  constructor(context: SourceContext, saved: unknown) {
    this.clock = wallClockOf(context.timezone);
    this.years = new YearGuess(context, lastInstantOf(saved));
  }

  read(line: string): LogLine | undefined {
    const first = line.charCodeAt(0);
    if (first === LESS) return this.readWithPriority(line);
    if (first === BRACE) return readJournald(line);
    if (first === AT) {
      const stamp = readTai64n(line);
      return stamp && readTag(line, stamp.end, { at: stamp.at });
    }
    return this.readStamped(line, 0);
  }

  save(): unknown {
    return { last: this.years.lastInstant ?? null };
  }

  private readWithPriority(line: string): LogLine | undefined {
    const end = line.indexOf('>') + 1;
    if (end < 3 || end > LONGEST_PRIORITY) return undefined;
    if (line[end] === '1' && line[end + 1] === ' ') return readRfc5424(line, end + 2, this.clock);
    return this.readStamped(line, end);
  }

  private readStamped(line: string, start: number): LogLine | undefined {
    const first = line.charCodeAt(start);
    if (first >= ZERO && first <= NINE) {
      const stamp = readIsoStamp(line, start, this.clock);
      return stamp && readHostAndTag(line, stamp.end, stamp.at);
    }
    const stamp = readYearlessStamp(line, start);
    return stamp && readHostAndTag(line, stamp.end, this.years.resolve(stamp));
  }
}

function lastInstantOf(saved: unknown): number | undefined {
  if (typeof saved !== 'object' || saved === null || !('last' in saved)) return undefined;
  const { last } = saved;
  return typeof last === 'number' && Math.abs(last) < LATEST_INSTANT ? last : undefined;
}
