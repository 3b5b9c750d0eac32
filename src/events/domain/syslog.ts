import type { SourceContext } from './source.js';

/** What the header of a log line says; `message` is the rest. */
export interface LogLine {
  /** Milliseconds since the epoch; undefined when the line has no time stamp. */
  readonly at?: number | undefined;
  readonly host?: string | undefined;
  /** `postfix/smtpd`, `dovecot`, `sshd`. */
  readonly program?: string | undefined;
  readonly pid?: string | undefined;
  readonly message: string;
  /** N of "message repeated N times: [ … ]", else 1; `message` is then what was repeated. At most 10,000. */
  readonly repeated: number;
}

/** Remembers what one line tells about the next: the year and month of RFC 3164 stamps. */
export interface HeaderReader {
  /** @returns undefined when no known header fits */
  read(line: string): LogLine | undefined;
  save(): unknown;
}

export type OpenHeaderReader = (context: SourceContext, saved?: unknown) => HeaderReader;
