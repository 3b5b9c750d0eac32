import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthEvent } from '../../src/events/domain/auth-event.js';
import type { LineVerdict, Source, SourceContext } from '../../src/events/domain/source.js';

/** What reading a log came to. */
export interface Reading {
  readonly events: AuthEvent[];
  readonly verdicts: LineVerdict[];
}

const MOST_CHARACTERS = 65_536;
const MOST_MS = 50;

/** A context as a caller who knows nothing gives it, at noon of 23 November 2026. */
export function aContext(overrides: Partial<SourceContext> = {}): SourceContext {
  return {
    listener: 'unknown',
    timezone: 'UTC',
    now: Date.parse('2026-11-23T12:00:00Z'),
    ...overrides,
  };
}

/** Reads a log in one go, or cut before the lines of the given indexes as a shipper would. */
export function readLog(
  source: Source,
  lines: readonly string[],
  { context = aContext(), cuts = [] }: { context?: SourceContext; cuts?: readonly number[] } = {},
): Reading {
  const events: AuthEvent[] = [];
  const emit = (event: AuthEvent): void => void events.push(event);
  let reader = source.open(context);
  const verdicts = lines.map((line, index) => {
    if (cuts.includes(index)) reader = source.open(context, throughJson(reader.save()));
    return reader.read(line, emit);
  });
  reader.end(emit);
  return { events, verdicts };
}

/**
 * What every source owes: `log` is one that holds whole stories, `secrets` what stands in it and
 * must come out nowhere, `worst` the beginnings of the most expensive lines.
 */
export function describeSource(
  source: Source,
  {
    log,
    secrets = [],
    worst,
  }: {
    readonly log: readonly string[];
    readonly secrets?: readonly string[];
    readonly worst: readonly { readonly start: string; readonly repeat: string }[];
  },
): void {
  describe(`the ${source.format} source, as every source`, () => {
    it('reads and recognises its own example', () => {
      const { events, verdicts } = readLog(source, source.example.split('\n'));

      expect(source.recognises(source.example.split('\n')[0] ?? '')).toBe(true);
      expect(events.length).toBeGreaterThan(0);
      expect(verdicts).not.toContain('unparsed');
    });

    it('gives the same events wherever the log is cut', () => {
      const whole = readLog(source, log).events;

      for (let cut = 0; cut <= log.length; cut += 1) {
        expect(readLog(source, log, { cuts: [cut] }).events).toEqual(whole);
      }
      expect(readLog(source, log, { cuts: log.map((_, index) => index) }).events).toEqual(whole);
    });

    it('gives no two events of one log the same content', () => {
      const { events } = readLog(source, log);

      expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(events.length);
    });

    it('lets no secret into events or what it saves', () => {
      const reader = source.open(aContext());
      const told: unknown[] = [];
      for (const line of log) {
        reader.read(line, (event) => void told.push(event));
        told.push(throughJson(reader.save()));
      }
      reader.end((event) => void told.push(event));

      for (const secret of secrets) expect(JSON.stringify(told)).not.toContain(secret);
    });

    it('starts afresh with what it did not save itself', () => {
      const fresh = readLog(source, log).events;

      for (const saved of [
        null,
        7,
        'x',
        [],
        { story: 3, header: [] },
        { story: { messages: 1 } },
      ]) {
        const events: AuthEvent[] = [];
        const reader = source.open(aContext(), saved);
        for (const line of log) reader.read(line, (event) => void events.push(event));
        reader.end((event) => void events.push(event));
        expect(events).toEqual(fresh);
      }
    });

    it('never throws, whatever becomes of its lines', () => {
      const mangled = fc
        .tuple(fc.constantFrom(...log), fc.nat(), fc.nat(), fc.string({ unit: 'binary' }))
        .map(([line, at, length, text]) => {
          const start = at % (line.length + 1);
          return line.slice(0, start) + text + line.slice(start + (length % 20));
        });

      fc.assert(
        fc.property(fc.array(fc.oneof(mangled, fc.string())), (lines) => {
          const { events } = readLog(source, lines, { cuts: [1] });
          for (const event of events) {
            expect(Number.isFinite(event.at)).toBe(true);
            expect(event.account ?? event.message?.sender).toBeTruthy();
          }
          for (const line of lines) source.recognises(line);
        }),
      );
    });

    it.each(worst)('takes 64 KiB of “$start…$repeat” in linear time', ({ start, repeat }) => {
      const line = (start + repeat.repeat(MOST_CHARACTERS / repeat.length)).slice(
        0,
        MOST_CHARACTERS,
      );
      const spent = [1, 2, 3].map(() => {
        const reader = source.open(aContext());
        const before = process.cpuUsage();
        reader.read(line, () => undefined);
        source.recognises(line);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1_000;
      });

      // CPU time and the best of three, so that what else the machine does has no say.
      expect(Math.min(...spent)).toBeLessThan(MOST_MS);
    });
  });
}

function throughJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
