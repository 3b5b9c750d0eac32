import type { AuthEvent } from '../auth-event.js';
import { parseNativeEvent } from '../event-schema.js';
import type { LineVerdict, LogReader, Source, SourceContext } from '../source.js';

/** The contract's own events as JSON, one a line. Keeps no state. */
export const native: Source = {
  format: 'native',
  title: "Authwarden's own events, one JSON object a line",
  example:
    '{"type":"authentication","time":"2026-11-23T08:00:00.000Z","account":"alice@example.test",' +
    '"sourceIp":"203.0.113.7","protocol":"smtp","outcome":"success"}',

  recognises(line) {
    return line.startsWith('{') && /"type"\s{0,8}:\s{0,8}"(?:authentication|message)"/.test(line);
  },

  open(context) {
    return new NativeReader(context);
  },
};

class NativeReader implements LogReader {
  constructor(private readonly context: SourceContext) {}

  read(line: string, emit: (event: AuthEvent) => void): LineVerdict {
    if (line.trim() === '') return 'ignored';
    const value = parsed(line);
    if (value === undefined) return 'unparsed';
    const result = parseNativeEvent(value, this.context.now);
    if (!('event' in result)) return 'unparsed';
    const { server, listener } = this.context;
    emit({
      ...result.event,
      server: server ?? result.event.server,
      listener: listener === 'unknown' ? result.event.listener : listener,
    });
    return 'parsed';
  }

  end(): void {
    // Each line is whole: nothing is ever open.
  }

  save(): unknown {
    return {};
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // JSON has no other way to say that this is none.
    return undefined;
  }
}
