import { describe, expect, it } from 'vitest';
import { parseNativeEvent } from '../../src/events/domain/event-schema.js';
import { auto } from '../../src/events/domain/sources.js';
import { dayOfEvents, ndjsonBatches } from './day-of-events.js';
import { dovecotSession } from './dovecot-sessions.js';
import { logChunks, logLines } from './log-lines.js';
import { aPopulation } from './population.js';
import { postfixSession } from './postfix-sessions.js';

const DAY = Date.UTC(2024, 2, 4);
const NOW = Date.UTC(2026, 0, 1);
const SITE = aPopulation(1, 2_000);
const EVENTS = { seed: 1, day: DAY, count: 5_000 };
const LOG = { seed: 1, day: DAY, lines: 5_000, writers: [postfixSession, dovecotSession] };

function events(order = EVENTS): Record<string, unknown>[] {
  return [...dayOfEvents(SITE, order)].map((line) => JSON.parse(line));
}

describe('the events of a bench', () => {
  it('are the same for the same seed and others for another', () => {
    const again = aPopulation(1, 2_000);

    expect([...dayOfEvents(again, EVENTS)]).toEqual([...dayOfEvents(SITE, EVENTS)]);
    expect(events({ ...EVENTS, seed: 2 })).not.toEqual(events());
  });

  it('are all taken by the schema, none twice, in the order of time', () => {
    const made = events();
    const times = made.map(({ time }) => String(time));

    expect(made.filter((event) => !('event' in parseNativeEvent(event, NOW)))).toEqual([]);
    expect(new Set(made.map((event) => JSON.stringify(event))).size).toBe(EVENTS.count);
    expect(times).toEqual(times.toSorted());
    expect(new Set(times.map((time) => time.slice(0, 10)))).toEqual(new Set(['2024-03-04']));
  });

  it('are a fifth messages and a tenth failures', () => {
    const made = events();
    const share = (of: (event: Record<string, unknown>) => boolean) =>
      made.filter(of).length / made.length;

    expect(share(({ type }) => type === 'message')).toBeCloseTo(0.2, 1);
    expect(share(({ outcome }) => outcome === 'failure')).toBeCloseTo(0.1, 1);
  });

  it('are cut into batches that lose none', () => {
    const batches = ndjsonBatches(SITE, EVENTS, 1_500);

    const lines = batches.map((batch) => batch.toString().split('\n').length - 1);

    expect(lines).toEqual([1_500, 1_500, 1_500, 500]);
  });
});

describe('the logs of a bench', () => {
  it('are the same for the same seed, however they are cut into chunks', () => {
    const whole = [...logLines(SITE, LOG)].join('');

    const chunks = [...logChunks(SITE, LOG, 10_000)];

    expect(Buffer.concat(chunks).toString()).toBe(whole);
    expect(whole.split('\n').length - 1).toBe(LOG.lines);
  });

  it('fill their day in the order of time, and no other', () => {
    const stamps = [...logLines(SITE, LOG)].map((line) => line.slice(0, 32));

    expect(stamps).toEqual(stamps.toSorted());
    expect(new Set(stamps.map((stamp) => stamp.slice(0, 10)))).toEqual(new Set(['2024-03-04']));
    expect(stamps.at(-1)?.slice(11, 13)).toBe('23');
  });

  it.each([
    ['postfix', postfixSession, 0.2, 0.35],
    ['dovecot', dovecotSession, 0.35, 0.5],
  ])('are understood as %s, with a likely share of events', (_format, writer, least, most) => {
    const reader = auto.open({ listener: 'unknown', timezone: 'UTC', now: NOW });
    let told = 0;

    const verdicts = [...logLines(SITE, { ...LOG, writers: [writer] })].map((line) =>
      reader.read(line.trimEnd(), () => (told += 1)),
    );

    expect(verdicts).not.toContain('unparsed');
    expect(told / LOG.lines).toBeGreaterThan(least);
    expect(told / LOG.lines).toBeLessThan(most);
  });
});
