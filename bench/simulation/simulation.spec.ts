import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuthEvent } from '../../src/events/domain/auth-event.js';
import { auto } from '../../src/events/domain/sources.js';
import { GeoLocator } from '../../src/platform/geoip/geo-locator.js';
import type { Act } from './act.js';
import { openGeography } from './geography.js';
import { simulate, type Order, type SimulatedDay } from './simulation.js';

const GEOGRAPHY = openGeography(60_000);
const ORDER: Order = { seed: 1, accounts: 150, days: 14 };
const DAYS = [...simulate(ORDER, GEOGRAPHY).run()];
const ACTS = DAYS.flatMap(({ acts }) => acts);

function digestOf(days: Iterable<SimulatedDay>): string {
  const hash = createHash('sha256');
  for (const { lines } of days) for (const line of lines) hash.update(line);
  return hash.digest('hex');
}

function told(days: readonly SimulatedDay[]): {
  readonly events: readonly AuthEvent[];
  readonly verdicts: ReadonlySet<string>;
} {
  const reader = auto.open({ listener: 'unknown', timezone: 'UTC', now: Date.UTC(2026, 6, 1) });
  const events: AuthEvent[] = [];
  const verdicts = new Set<string>();
  for (const { lines } of days)
    for (const line of lines) verdicts.add(reader.read(line, (event) => events.push(event)));
  reader.end((event) => events.push(event));
  return { events, verdicts };
}

describe('the simulation', () => {
  it('gives the same log for the same seed and another one for another', () => {
    const again = simulate(ORDER, GEOGRAPHY).run();
    const another = simulate({ ...ORDER, seed: 2, days: 2 }, GEOGRAPHY).run();

    expect(digestOf(again)).toBe(digestOf(DAYS));
    expect(digestOf(another)).not.toBe(digestOf(DAYS.slice(0, 2)));
  });

  it('writes each day in the order of time', () => {
    const stamps = DAYS.map(({ lines }) => lines.map((line) => line.slice(0, 23)));

    expect(stamps.flat()).toEqual(stamps.flat().toSorted());
  });

  it('writes lines that our sources read, and says there exactly what was done', () => {
    const { events, verdicts } = told(DAYS);
    const count = (kind: Act['kind']) => ACTS.filter((act) => act.kind === kind).length;
    const of = (type: string, outcome: string) =>
      events.filter((event) => event.type === type && event.outcome === outcome).length;

    expect(verdicts).not.toContain('unparsed');
    expect(of('message', 'success')).toBe(count('message'));
    // Handing a message in is a sign-in, too.
    expect(of('authentication', 'success')).toBe(count('sign-in') + count('message'));
    expect(of('authentication', 'failure')).toBe(count('failure'));
  });

  it('keeps its labels out of the log', () => {
    const { episodes } = simulate(ORDER, GEOGRAPHY);
    const text = DAYS.flatMap(({ lines }) => lines).join('\n');

    expect(episodes.filter(({ attack }) => text.includes(attack))).toEqual([]);
    expect(text).not.toMatch(/episode|botnet|stale|mistyped\/|common\//);
  });

  it('has every attack, each at the account of its episode and nowhere else', () => {
    const { episodes } = simulate(ORDER, GEOGRAPHY);
    const malicious = ACTS.filter(({ episode }) => episode !== undefined);

    for (const act of malicious) expect(episodes[act.episode ?? -1]?.account).toBe(act.account);
    expect(new Set(malicious.map(({ episode }) => episode))).toEqual(
      new Set(episodes.map(({ ordinal }) => ordinal)),
    );
  });

  it('has the figures of the attacks seen in the field', () => {
    const { episodes } = simulate(ORDER, GEOGRAPHY);
    const of = (attack: string) => {
      const ordinals = new Set(
        episodes.filter((episode) => episode.attack === attack).map(({ ordinal }) => ordinal),
      );
      return ACTS.filter(({ episode }) => episode !== undefined && ordinals.has(episode));
    };

    expect(new Set(of('field-132-addresses').map(({ address }) => address)).size).toBe(132);
    expect(of('field-7531-sign-ins').length).toBeGreaterThan(7_000);
    expect(new Set(of('field-7531-sign-ins').map(({ address }) => address)).size).toBe(342);
  });

  it('puts its addresses where geolocation knows them to be', async () => {
    const locator = await GeoLocator.open({});
    const { site, people } = simulate(ORDER, GEOGRAPHY);

    const homes = people.flatMap(({ home }) => home.address ?? []);
    const abroad = homes.filter((address) => locator.locate(address)?.country !== site.country);

    expect(homes.length).toBeGreaterThan(50);
    expect(abroad).toEqual([]);
  });
});
