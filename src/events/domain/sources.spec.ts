import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthEvent } from './auth-event.js';
import type { LogReader, Source, SourceContext } from './source.js';
import { aLogOf, PASSWORD } from './source-logs.builder.js';
import { auto, sourceOf, SOURCES } from './sources.js';

const KINDS: readonly Source[] = [...SOURCES, auto];

const LONGEST_LINE = 64 * 1_024;
const LINEAR_TIME_MS = 50;

const ALPHABETS = [
  ' ',
  'from ',
  ' from 1.2.3.4 port 22 ssh2',
  '<',
  '<>',
  '=',
  '0',
  '9 ',
  ':',
  ': ',
  '[',
  '[]',
  '(',
  '()',
  '"',
  '\\',
  ',',
  ', ',
  '{"a":',
  '[[',
  'QUJD',
  'a@',
  'a.',
  '1.',
  '::',
  'user=<',
  'sasl_username=',
  'rip=',
  'message repeated 3 times: [ ',
  'A=login:',
  'H=(',
];

describe('the sources', () => {
  it('have names of their own', () => {
    const formats = KINDS.map(({ format }) => format);

    expect(new Set(formats).size).toBe(formats.length);
    expect(formats.map((format) => sourceOf(format)?.format)).toEqual(formats);
    expect(sourceOf('nothing')).toBeUndefined();
  });

  it.each(SOURCES.map((source) => [source.format, source] as const))(
    '%s recognises its own example, and no other source does before it',
    (format, source) => {
      const lines = source.example.split('\n');

      expect(lines.some((line) => source.recognises(line))).toBe(true);
      expect(openedFormat(lines)).toBe(format);
    },
  );
});

describe.each(KINDS.map((source) => [source.format, source] as const))(
  'the %s source',
  (format, source) => {
    const fixture = aLogOf(format);

    it('never throws, whatever the lines hold', () => {
      const line = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(...fixture),
        mutated(fixture),
      );

      fc.assert(
        fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
          const { events } = readAll(source, lines);

          expect(events.every(({ at }) => Number.isFinite(at))).toBe(true);
          expect(events.every(({ account }) => account !== '')).toBe(true);
          expect(events.every(({ account, message }) => account ?? message?.sender)).toBe(true);
        }),
        { numRuns: 60 },
      );
    });

    it('gives the same events wherever the log is cut', () => {
      const whole = readAll(source, fixture);

      const cut = readCut(source, fixture, () => true);

      expect(cut.map(plain)).toEqual(whole.events.map(plain));
    });

    it('gives the same events wherever a damaged log is cut', () => {
      const lines = fc.array(fc.oneof(fc.constantFrom(...fixture), mutated(fixture)));

      fc.assert(
        fc.property(lines, fc.func(fc.boolean()), (log, isCut) => {
          const whole = readAll(source, log);

          const cut = readCut(source, log, (index) => isCut(index));

          expect(cut.map(plain)).toEqual(whole.events.map(plain));
        }),
        { numRuns: 30 },
      );
    });

    it('tells nothing new when the same log is sent again', () => {
      const once = readAll(source, fixture);

      const again = readAll(source, fixture, once.saved.at(-1));

      const known = new Set(once.events.map((event) => JSON.stringify(event)));
      expect(again.events.filter((event) => !known.has(JSON.stringify(event)))).toEqual([]);
    });

    it('finds something in its fixture, and no password', () => {
      const { events, saved, verdicts } = readAll(source, fixture);

      expect(events.length).toBeGreaterThan(0);
      expect(verdicts).not.toContain('unparsed');
      for (const secret of secrets()) {
        expect(JSON.stringify(events)).not.toContain(secret);
        expect(JSON.stringify(saved)).not.toContain(secret);
      }
    });

    it('takes linear time for the worst lines of 64 KiB', { timeout: 120_000 }, () => {
      const worst = ALPHABETS.flatMap((piece) => worstLines(fixture, piece));

      const slowest = Math.max(...worst.map((line) => bestTime(source, line)));

      expect(slowest).toBeLessThan(LINEAR_TIME_MS);
    });
  },
);

/** Beginnings of real lines, so that each expression is reached, then one piece without end. */
function worstLines(fixture: readonly string[], piece: string): string[] {
  const filler = piece.repeat(Math.ceil(LONGEST_LINE / piece.length));
  const places = fixture.flatMap((line) => [line.length, Math.floor(line.length * 0.6)]);
  const lines = fixture.flatMap((line, index) => {
    const head = line.slice(0, places[index * 2 + (index % 2)] ?? line.length);
    const tail = line.slice(head.length);
    return [(head + filler).slice(0, LONGEST_LINE - tail.length) + tail];
  });
  return [filler.slice(0, LONGEST_LINE), ...lines];
}

function bestTime(source: Source, line: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4 && best >= LINEAR_TIME_MS / 10; round += 1) {
    const reader = source.open(aContext());
    const start = performance.now();
    source.recognises(line);
    reader.read(line, () => undefined);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function mutated(fixture: readonly string[]): fc.Arbitrary<string> {
  const insertion = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(...ALPHABETS, '\u0000', '\uFFFD', '😀', '2001:db8::1%eth0', '[192.0.2.1]'),
  );
  return fc
    .tuple(fc.constantFrom(...fixture), fc.nat(), fc.nat({ max: 30 }), insertion)
    .map(([line, place, dropped, text]) => {
      const at = place % (line.length + 1);
      return line.slice(0, at) + text + line.slice(at + dropped);
    });
}

function readAll(source: Source, lines: readonly string[], from?: unknown) {
  const events: AuthEvent[] = [];
  const saved: unknown[] = [];
  const emit = (event: AuthEvent) => void events.push(event);
  const reader = source.open(aContext(), from);
  const verdicts = lines.map((line) => {
    const verdict = reader.read(line, emit);
    saved.push(reader.save());
    return verdict;
  });
  reader.end(emit);
  return { events, saved, verdicts };
}

function readCut(source: Source, lines: readonly string[], isCut: (index: number) => boolean) {
  const events: AuthEvent[] = [];
  const emit = (event: AuthEvent) => void events.push(event);
  let reader: LogReader = source.open(aContext());
  lines.forEach((line, index) => {
    reader.read(line, emit);
    if (isCut(index)) reader = source.open(aContext(), plain(reader.save()));
  });
  reader.end(emit);
  return events;
}

function openedFormat(lines: readonly string[]): string {
  const reader = auto.open(aContext());
  for (const line of lines) reader.read(line, () => undefined);
  return reader.format;
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function aContext(): SourceContext {
  const now = Date.parse('2026-11-23T12:00:00Z');
  return { listener: 'unknown', timezone: 'Europe/Berlin', now };
}

function secrets(): readonly string[] {
  return [PASSWORD, base64(PASSWORD).slice(0, 16), base64(`\0alice@example.test\0${PASSWORD}`)];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
