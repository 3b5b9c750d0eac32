import type { AuthEvent } from '../auth-event.js';
import type { LineVerdict, LogReader, Source, SourceContext } from '../source.js';
import type { HeaderReader } from '../syslog.js';
import { openHeaderReader } from '../syslog-header.js';

const MOST_PROGRAMS = 1_000;

/** A reader that finds out which formats its log has. */
export interface DetectingReader extends LogReader {
  /** The format that produced most events so far, else most lines; `auto` while none was found. */
  readonly format: string;
}

/** A source that opens {@link DetectingReader}s. */
export interface DetectingSource extends Source {
  open(context: SourceContext, saved?: unknown): DetectingReader;
}

/**
 * Gives each line to the source that recognises it, so that a syslog file may hold several. A
 * syslog program belongs to the source that recognised it first; a line that none recognises goes
 * to the format that most lines had.
 *
 * @param sources asked in this order
 */
export function autoDetecting(sources: readonly Source[]): DetectingSource {
  return {
    format: 'auto',
    title: 'Whatever the lines look like, also several formats in one log',
    example: sources[0]?.example ?? '',
    recognises: (line) => sources.some((source) => source.recognises(line)),
    open: (context, saved) => new AutoReader(sources, context, savedOf(saved)),
  };
}

interface Saved {
  readonly programs: Readonly<Record<string, unknown>>;
  readonly parts: readonly unknown[];
  readonly latest: unknown;
  readonly main: unknown;
}

/** One format of the log. */
interface Part {
  readonly source: Source;
  readonly reader: LogReader;
  lines: number;
  events: number;
}

class AutoReader implements DetectingReader {
  private readonly header: HeaderReader;
  private readonly parts = new Map<string, Part>();
  private readonly programs = new Map<string, Part>();
  private latest: Part | undefined;
  private main: Part | undefined;

  constructor(
    private readonly sources: readonly Source[],
    private readonly context: SourceContext,
    saved: Saved,
  ) {
    this.header = openHeaderReader(context);
    for (const part of saved.parts) {
      const source = isRecord(part) && sources.find(({ format }) => format === part['format']);
      if (source) this.openPart(source, part);
    }
    for (const [program, format] of Object.entries(saved.programs)) {
      const part = this.parts.get(String(format));
      if (part !== undefined) this.programs.set(program, part);
    }
    this.latest = this.parts.get(String(saved.latest));
    this.main = this.parts.get(String(saved.main));
  }

  get format(): string {
    let most: Part | undefined;
    for (const part of this.parts.values()) {
      if (most === undefined || isAhead(part, most)) most = part;
    }
    return most?.source.format ?? 'auto';
  }

  read(line: string, emit: (event: AuthEvent) => void): LineVerdict {
    const recognised = this.recognised(line);
    const part = recognised ?? this.main;
    if (part === undefined) return line.trim() === '' ? 'ignored' : 'unparsed';
    const verdict = part.reader.read(line, (event) => {
      part.events += 1;
      emit(event);
    });
    if (recognised !== undefined) {
      part.lines += 1;
      if (this.main === undefined || part.lines > this.main.lines) this.main = part;
    }
    return verdict;
  }

  end(emit: (event: AuthEvent) => void): void {
    for (const part of this.parts.values()) {
      part.reader.end((event) => {
        part.events += 1;
        emit(event);
      });
    }
  }

  save(): unknown {
    return {
      programs: Object.fromEntries(
        [...this.programs].map(([program, { source }]) => [program, source.format]),
      ),
      parts: [...this.parts.values()].map(({ source, reader, lines, events }) => ({
        format: source.format,
        state: reader.save(),
        lines,
        events,
      })),
      latest: this.latest?.source.format,
      main: this.main?.source.format,
    };
  }

  private recognised(line: string): Part | undefined {
    const program = this.header.read(line)?.program;
    const known = program === undefined ? undefined : this.programs.get(program);
    if (known !== undefined) return known;
    const part = this.asked(line);
    if (part === undefined) return undefined;
    if (program === undefined) this.latest = part;
    else if (this.programs.size < MOST_PROGRAMS) this.programs.set(program, part);
    return part;
  }

  private asked(line: string): Part | undefined {
    if (this.latest?.source.recognises(line) === true) return this.latest;
    const source = this.sources.find((one) => one.recognises(line));
    return source === undefined ? undefined : this.partOf(source);
  }

  private partOf(source: Source): Part {
    return this.parts.get(source.format) ?? this.openPart(source, {});
  }

  private openPart(source: Source, saved: Readonly<Record<string, unknown>>): Part {
    const part = {
      source,
      reader: source.open(this.context, saved['state']),
      lines: countOf(saved['lines']),
      events: countOf(saved['events']),
    };
    this.parts.set(source.format, part);
    return part;
  }
}

function isAhead(part: Part, other: Part): boolean {
  return part.events === other.events ? part.lines > other.lines : part.events > other.events;
}

function savedOf(saved: unknown): Saved {
  const state = isRecord(saved) ? saved : {};
  return {
    programs: isRecord(state['programs']) ? state['programs'] : {},
    parts: Array.isArray(state['parts']) ? state['parts'] : [],
    latest: state['latest'],
    main: state['main'],
  };
}

function countOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
