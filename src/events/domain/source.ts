import type { AuthEvent, Listener } from './auth-event.js';

/** What a line was to the source: part of a story, known but irrelevant, or not understood. */
export type LineVerdict = 'parsed' | 'ignored' | 'unparsed';

/** What the sender of a log knows and the lines don't say. */
export interface SourceContext {
  /** Given by the caller, who knows best: wins over what the lines say. */
  readonly server?: string | undefined;
  /** Other than `unknown`: the caller knows it, and it wins over what the lines say. */
  readonly listener: Listener;
  /** IANA name or `+05:30`; the zone of time stamps that carry none. */
  readonly timezone: string;
  /** Year of the first line whose time stamp has none (RFC 3164); inferred from `now` when absent. */
  readonly year?: number | undefined;
  /** Milliseconds since the epoch, for inferring the year. */
  readonly now: number;
}

/**
 * Reads one log from its first line to its last.
 *
 * Pure but for its own memory, never throws whatever the line holds, takes linear time, and keeps
 * bounded state. Feeding the same lines, cut anywhere by `save` and `open`, gives the same events.
 */
export interface LogReader {
  /** Takes one line without its line ending; hands over every event that is now known. */
  read(line: string, emit: (event: AuthEvent) => void): LineVerdict;
  /** No more lines will come: hands over what open sessions have told so far. */
  end(emit: (event: AuthEvent) => void): void;
  /** The open sessions as JSON, to go on in the next request. Holds no secret. */
  save(): unknown;
}

/** One log format. Adding one = one file, its spec, one line in `sources.ts`. */
export interface Source {
  /** Stable, lower case; stored with streams and used in URLs. */
  readonly format: string;
  readonly title: string;
  /** A line, or a few, as the server really writes them; shown by `GET /v1/log-formats`. */
  readonly example: string;
  /** Whether this line could only be, or most likely is, of this format; `auto` asks each source. */
  recognises(line: string): boolean;
  /** Starts reading. `saved` is what an earlier reader of the same format saved; anything else starts afresh. */
  open(context: SourceContext, saved?: unknown): LogReader;
}
