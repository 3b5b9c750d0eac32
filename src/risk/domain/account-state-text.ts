import { newAccountState } from './account-state.js';
import type { AccountState } from './account-state.js';
import { EMISSION_LOOK_BACK_MS } from './emission.js';
import type { RecencyList } from './recency-list.js';

type Flat = (string | number | null)[];

/** Times are written as milliseconds before `lastAt`: short, and the same at every fold. */
type EncodedState = [
  lastAt: number,
  lastId: string,
  age: number,
  signIns: number,
  days: number,
  lastDay: number,
  addresses: Flat,
  networks: Flat,
  countries: Flat,
  places: Flat,
  volume: number[],
  changes: number[],
  failures: Flat,
  senders: Flat,
  emitted: Flat,
];

/** The state as JSON text: about 250 bytes for a quiet account, at most about 18 kB (12 kB with IPv4 alone). */
export function encodeAccountState(state: AccountState): string {
  const base = state.lastAt;
  const places: Flat = [];
  for (const { latitude, longitude, country, city, last, uses } of state.places) {
    places.push(latitude, longitude, country, city ?? null, base - last, uses);
  }
  const countries: Flat = [];
  for (const { country, first, last } of state.countries) {
    countries.push(country, base - first, base - last);
  }
  const failures: Flat = [];
  for (const [index, at] of state.failureTimes.entries()) {
    failures.push(base - at, state.failureNetworks[index] ?? '');
  }
  const emitted: Flat = [];
  for (const [detector, { confidence, at }] of state.emitted) {
    // An older one has no say any more.
    if (base - at <= EMISSION_LOOK_BACK_MS) emitted.push(detector, confidence, base - at);
  }
  const encoded: EncodedState = [
    base,
    state.lastId,
    base - state.firstAt,
    state.signIns,
    state.days,
    state.lastDay,
    flatRecency(state.addresses, base),
    flatRecency(state.networks, base),
    countries,
    places,
    flatVolume(state),
    state.changes.map((at) => base - at),
    failures,
    flatRecency(state.senders, base),
    emitted,
  ];
  return JSON.stringify(encoded);
}

/**
 * Reads what {@link encodeAccountState} wrote; folding on gives what the encoded state would have.
 *
 * @throws SyntaxError when the text is no JSON: a damaged row, which nobody can go on from
 */
export function decodeAccountState(text: string): AccountState {
  const encoded: EncodedState = JSON.parse(text);
  const [base, lastId, age, signIns, days, lastDay, addresses, networks, countries] = encoded;
  const [, , , , , , , , , places, volume, changes, failures, senders, emitted] = encoded;
  const state = newAccountState();
  state.lastAt = base;
  state.lastId = lastId;
  state.firstAt = base - age;
  state.signIns = signIns;
  state.days = days;
  state.lastDay = lastDay;
  fillRecency(state.addresses, addresses, base);
  fillRecency(state.networks, networks, base);
  for (let i = 0; i < countries.length; i += 3) {
    const [first, last] = [base - Number(countries[i + 1]), base - Number(countries[i + 2])];
    state.countries.push({ country: String(countries[i]), first, last });
  }
  for (let i = 0; i < places.length; i += 6) {
    const city = places[i + 3];
    state.places.push({
      latitude: Number(places[i]),
      longitude: Number(places[i + 1]),
      country: String(places[i + 2]),
      city: typeof city === 'string' ? city : undefined,
      last: base - Number(places[i + 4]),
      uses: Number(places[i + 5]),
    });
  }
  fillVolume(state, volume);
  for (const delta of changes) state.changes.push(base - delta);
  for (let i = 0; i < failures.length; i += 2) {
    state.failureTimes.push(base - Number(failures[i]));
    state.failureNetworks.push(String(failures[i + 1]));
  }
  fillRecency(state.senders, senders, base);
  for (let i = 0; i < emitted.length; i += 3) {
    const at = base - Number(emitted[i + 2]);
    state.emitted.set(String(emitted[i]), { confidence: Number(emitted[i + 1]), at });
  }
  return state;
}

function flatRecency({ keys, lasts }: RecencyList, base: number): Flat {
  const flat: Flat = [];
  for (let i = 0; i < keys.length; i += 1) flat.push(keys[i] ?? '', base - (lasts[i] ?? base));
  return flat;
}

function fillRecency(list: RecencyList, flat: Flat, base: number): void {
  for (let i = 0; i < flat.length; i += 2) {
    list.keys.push(String(flat[i]));
    list.lasts.push(base - Number(flat[i + 1]));
  }
}

function flatVolume({ volume }: AccountState): number[] {
  if (volume.hour === 0) return [];
  return [
    volume.hour,
    volume.messages,
    volume.recipients,
    volume.todayMessages,
    volume.todayRecipients,
    volume.periodMessages,
    volume.periodRecipients,
    volume.priorMessages,
    volume.priorRecipients,
    volume.days,
  ];
}

function fillVolume({ volume }: AccountState, flat: readonly number[]): void {
  if (flat.length === 0) return;
  volume.hour = flat[0] ?? 0;
  volume.messages = flat[1] ?? 0;
  volume.recipients = flat[2] ?? 0;
  volume.todayMessages = flat[3] ?? 0;
  volume.todayRecipients = flat[4] ?? 0;
  volume.periodMessages = flat[5] ?? 0;
  volume.periodRecipients = flat[6] ?? 0;
  volume.priorMessages = flat[7] ?? 0;
  volume.priorRecipients = flat[8] ?? 0;
  volume.days = flat[9] ?? 0;
}
