import { parseArgs } from 'node:util';
import { eventId } from '../../src/events/domain/event-identity.js';
import { networkOf } from '../../src/kernel/ip-address.js';
import { TextBytes } from '../../src/kernel/text-bytes.js';
import { GeoLocator } from '../../src/platform/geoip/geo-locator.js';
import { writeAccountState } from '../../src/risk/domain/account-state-text.js';
import { type AccountState, newAccountState } from '../../src/risk/domain/account-state.js';
import { defaultDetectorSettings } from '../../src/risk/domain/detector-settings.js';
import { foldEvent } from '../../src/risk/domain/fold.js';
import type { FoldEvent } from '../../src/risk/domain/fold-event.js';
import { NO_SOURCE_FACTS } from '../../src/risk/domain/fold-event.js';
import { dayOfEvents } from '../workload/day-of-events.js';
import { aPopulation } from '../workload/population.js';

/**
 * What folding costs without a database: `node dist/bench/fold/fold-cost.js [--days 3]`. The bench's
 * own workload, in batches; every state that a batch touched is written down, as it is stored.
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    days: { type: 'string', default: '1' },
    accounts: { type: 'string', default: '20000' },
    batch: { type: 'string', default: '10000' },
  },
});
const START = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

const places = await GeoLocator.open({});
const events = prepared(Number(values.days), Number(values.events));
const settings = defaultDetectorSettings();
const states = new Map<string, AccountState>();
const cost = { foldMs: 0, encodeMs: 0, written: 0, bytes: 0 };
const signals: Record<string, number> = {};
const written = new TextBytes();
const size = Number(values.batch);
for (let from = 0; from < events.length; from += size) runBatch(events.slice(from, from + size));

process.stdout.write(
  `${JSON.stringify({
    events: events.length,
    accounts: states.size,
    signals,
    foldMicrosecondsPerEvent: rounded((1_000 * cost.foldMs) / events.length),
    encodeMicrosecondsPerEvent: rounded((1_000 * cost.encodeMs) / events.length),
    bytesPerState: Math.round(cost.bytes / cost.written),
    bytesPerEvent: Math.round(cost.bytes / events.length),
  })}\n`,
);

function runBatch(batch: readonly FoldEvent[]): void {
  const touched = new Set<AccountState>();
  const began = cpuMs();
  for (const event of batch) {
    const state = states.get(event.accountId) ?? newAccountState();
    states.set(event.accountId, state);
    touched.add(state);
    for (const { detector } of foldEvent(state, event, NO_SOURCE_FACTS, settings))
      signals[detector] = (signals[detector] ?? 0) + 1;
  }
  const folded = cpuMs();
  for (const state of touched) {
    written.clear();
    writeAccountState(state, written);
    cost.bytes += written.bytes().length;
  }
  cost.written += touched.size;
  cost.foldMs += folded - began;
  cost.encodeMs += cpuMs() - folded;
}

function prepared(days: number, count: number): FoldEvent[] {
  const population = aPopulation(1, Number(values.accounts));
  const made: FoldEvent[] = [];
  for (let day = 0; day < days; day += 1) {
    const order = { seed: 1, day: START + day * DAY_MS, count: Math.ceil(count / days) };
    for (const text of dayOfEvents(population, order)) made.push(toFoldEvent(JSON.parse(text)));
  }
  return made;
}

function toFoldEvent({ time, ...wire }: Record<string, never>): FoldEvent {
  const given: FoldEvent['event'] = { ...withoutNulls(wire), at: Date.parse(time ?? '') };
  const { sourceIp = '', account = '' } = given;
  return {
    id: eventId(given),
    accountId: account,
    event: given,
    network: networkOf(sourceIp),
    place: places.locate(sourceIp),
    sender: given.message === undefined ? 'none' : 'own',
  };
}

function withoutNulls(wire: Record<string, never>): FoldEvent['event'] {
  const kept: Partial<FoldEvent['event']> = Object.fromEntries(
    Object.entries(wire).filter(([, value]) => value !== null),
  );
  return {
    type: 'authentication',
    at: 0,
    protocol: 'smtp',
    outcome: 'success',
    listener: 'unknown',
    ...kept,
  };
}

function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}

/** Processor time of this process, which others on the machine disturb less than they do the clock. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
