import type { AuthEvent } from '../auth-event.js';
import type { LineVerdict, LogReader, SourceContext } from '../source.js';
import { openHeaderReader } from '../syslog-header.js';
import type { LogLine } from '../syslog.js';

export type Emit = (event: AuthEvent) => void;

/** A line whose time is known. */
export type TimedLine = LogLine & { readonly at: number };

/** What one program's log tells, line by line, once the headers are read. */
export interface LogStory {
  read(line: TimedLine, emit: Emit): LineVerdict;
  /** No more lines will come. Absent where a line never leaves anything to tell. */
  end?(emit: Emit): void;
  /** What is open, as JSON and without secrets. */
  save(): unknown;
}

/** Joins the reading of headers with a story; saves and opens both together. */
export function openStoryReader(
  context: SourceContext,
  saved: unknown,
  openStory: (saved: unknown) => LogStory,
): LogReader {
  const header = openHeaderReader(context, part(saved, 'header'));
  const story = openStory(part(saved, 'story'));
  return {
    read(text, emit) {
      const line = header.read(text);
      if (line === undefined || !isTimed(line)) return text.trim() === '' ? 'ignored' : 'unparsed';
      return story.read(line, emit);
    },
    end: (emit) => story.end?.(emit),
    save: () => ({ header: header.save(), story: story.save() }),
  };
}

/** Hands over one event for each time that the line was repeated, told apart by an ordinal. */
export function emitRepeated(event: AuthEvent, repeated: number, emit: Emit): void {
  if (repeated === 1) return emit(event);
  for (let ordinal = 1; ordinal <= repeated; ordinal += 1) {
    emit({ ...event, discriminator: `${event.discriminator ?? ''}*${ordinal}` });
  }
}

/** The program that a line's header names, whatever its time; undefined without one. */
export function programOf(line: string): string | undefined {
  return openHeaderReader(NO_CONTEXT).read(line)?.program;
}

const NO_CONTEXT: SourceContext = { listener: 'unknown', timezone: 'UTC', now: 0 };

function isTimed(line: LogLine): line is TimedLine {
  return line.at !== undefined;
}

function part(saved: unknown, name: 'header' | 'story'): unknown {
  if (typeof saved !== 'object' || saved === null) return undefined;
  if (name === 'header') return 'header' in saved ? saved.header : undefined;
  return 'story' in saved ? saved.story : undefined;
}
