import { TextBytes } from '../../kernel/text-bytes.js';
import { inPresentLayout } from './account-state-layout.js';
import type { Flat } from './account-state-layout.js';
import { MAX_NEW_NETWORKS, newAccountState } from './account-state.js';
import type { AccountState } from './account-state.js';
import type { CountedList } from './counted-list.js';
import { EMISSION_LOOK_BACK_MS } from './emission.js';
import { longNetwork, shortNetwork } from './short-text.js';
import { RecencyList } from './recency-list.js';
import type { UseList } from './use-list.js';
import { readRareState, writeRareState } from './rare-state-text.js';
import { volumeOf, writeVolume } from './volume-text.js';

/**
 * Writes the state as JSON text: about 300 bytes for a quiet account, at most about 20 KiB. Put
 * together by hand and as bytes, as every account of a batch is written. Only keys of our own making
 * (addresses, networks, sender keys, detectors), all ASCII, go in unquoted by JSON.
 */
export function writeAccountState(state: AccountState, into: TextBytes): void {
  const base = state.lastAt;
  into.ascii('[2,');
  into.number(base);
  into.ascii(',"');
  into.ascii(state.lastId);
  into.ascii('"');
  putNumber(into, base - state.firstAt);
  putNumber(into, state.signIns);
  putNumber(into, state.days);
  putNumber(into, state.lastDay);
  into.ascii(',[');
  putRecency(into, state.addresses, base);
  into.ascii('],[');
  putNetworks(into, state.networks, base);
  into.ascii('],[');
  putCountries(into, state, base);
  into.ascii('],[');
  putPlaces(into, state, base);
  into.ascii('],[');
  writeVolume(state.volume, into);
  into.ascii('],[');
  putTimes(into, state.changes, base);
  into.ascii('],[');
  putFailures(into, state, base);
  into.ascii('],[');
  putRecency(into, state.senders, base);
  into.ascii('],[');
  putEmitted(into, state, base);
  into.ascii('],[');
  putUses(into, state.habits);
  into.ascii('],[');
  if (state.newNetworks !== undefined) putRecency(into, state.newNetworks, base);
  into.ascii('],[');
  into.number(state.counted);
  putNumber(into, state.hoursNow);
  putNumber(into, state.hoursPrior);
  putNumber(into, state.internalUses);
  putNumber(into, state.externalUses);
  if (state.isOftenApart) putNumber(into, 1);
  into.ascii(']');
  writeRareState(state, base, into);
  into.ascii(']');
}

/** The state as {@link writeAccountState} writes it. */
export function encodeAccountState(state: AccountState): string {
  const text = new TextBytes(1_024);
  writeAccountState(state, text);
  return text.toString();
}

/** After a comma. */
function putNumber(into: TextBytes, value: number): void {
  into.ascii(',');
  into.number(value);
}

/** A key in quotes and its number, after a comma if it isn't the first. */
function putPair(into: TextBytes, index: number, key: string, value: number): void {
  into.ascii(index === 0 ? '"' : ',"');
  into.ascii(key);
  into.ascii('",');
  into.number(value);
}

function putRecency(into: TextBytes, { keys, lasts }: RecencyList, base: number): void {
  for (let i = 0; i < keys.length; i += 1)
    putPair(into, i, keys[i] ?? '', base - (lasts[i] ?? base));
}

function putUses(into: TextBytes, list: UseList): void {
  for (let i = 0; i < list.keys.length; i += 1)
    putPair(into, i, list.keys[i] ?? '', list.uses[i] ?? 0);
}

function putNetworks(into: TextBytes, list: CountedList, base: number): void {
  for (let i = 0; i < list.keys.length; i += 1) {
    putPair(into, i, shortNetwork(list.keys[i] ?? ''), base - (list.lasts[i] ?? base));
    putNumber(into, list.uses[i] ?? 0);
  }
}

function putCountries(into: TextBytes, state: AccountState, base: number): void {
  for (const [index, { country, first, last, uses: used }] of state.countries.entries()) {
    putPair(into, index, country, base - first);
    putNumber(into, base - last);
    putNumber(into, used);
  }
}

function putPlaces(into: TextBytes, state: AccountState, base: number): void {
  for (const [index, place] of state.places.entries()) {
    if (index > 0) into.ascii(',');
    into.number(place.latitude);
    into.ascii(',');
    into.number(place.longitude);
    into.ascii(',"');
    into.ascii(place.country);
    into.ascii('",');
    if (place.city === undefined) into.ascii('null');
    else into.utf8(JSON.stringify(place.city));
    putNumber(into, base - place.last);
    putNumber(into, place.uses);
  }
}

function putTimes(into: TextBytes, list: readonly number[], base: number): void {
  for (let i = 0; i < list.length; i += 1) {
    if (i > 0) into.ascii(',');
    into.number(base - (list[i] ?? base));
  }
}

function putFailures(into: TextBytes, state: AccountState, base: number): void {
  const { failureTimes, failureNetworks } = state;
  for (let i = 0; i < failureTimes.length; i += 1) {
    if (i > 0) into.ascii(',');
    into.number(base - (failureTimes[i] ?? base));
    into.ascii(',"');
    into.ascii(shortNetwork(failureNetworks[i] ?? ''));
    into.ascii('"');
  }
}

function putEmitted(into: TextBytes, state: AccountState, base: number): void {
  let count = 0;
  for (const [detector, { confidence, at }] of state.emitted) {
    // An older one has no say any more.
    if (base - at > EMISSION_LOOK_BACK_MS) continue;
    putPair(into, count, detector, confidence);
    putNumber(into, base - at);
    count += 1;
  }
}

/**
 * Reads what {@link writeAccountState} wrote; folding on gives what the encoded state would have.
 *
 * @throws SyntaxError when the text is no JSON: a damaged row, which nobody can go on from
 */
export function decodeAccountState(text: string): AccountState {
  const encoded = inPresentLayout(JSON.parse(text));
  const [, base, lastId, age, signIns, days, lastDay, addresses, networks, countries] = encoded;
  const [, , , , , , , , , , places, volume, changes, failures, senders, emitted] = encoded;
  const [, , , , , , , , , , , , , , , , habits, newNetworks, numbers] = encoded;
  const state = newAccountState();
  state.lastAt = base;
  state.lastId = lastId;
  state.firstAt = base - age;
  state.signIns = signIns;
  state.days = days;
  state.lastDay = lastDay;
  fillRecency(state.addresses, addresses, base);
  fillNetworks(state.networks, networks, base);
  for (let i = 0; i < countries.length; i += 4) {
    const [first, last] = [base - Number(countries[i + 1]), base - Number(countries[i + 2])];
    state.countries.push({
      country: String(countries[i]),
      first,
      last,
      uses: Number(countries[i + 3]),
    });
  }
  fillPlaces(state, places, base);
  Object.assign(state.volume, volumeOf(volume));
  for (const delta of changes) state.changes.push(base - delta);
  for (let i = 0; i < failures.length; i += 2) {
    state.failureTimes.push(base - Number(failures[i]));
    state.failureNetworks.push(longNetwork(String(failures[i + 1])));
  }
  fillRecency(state.senders, senders, base);
  for (let i = 0; i < emitted.length; i += 3) {
    const at = base - Number(emitted[i + 2]);
    state.emitted.set(String(emitted[i]), { confidence: Number(emitted[i + 1]), at });
  }
  fillUses(state.habits, habits);
  if (newNetworks.length > 0) {
    state.newNetworks = new RecencyList(MAX_NEW_NETWORKS);
    fillRecency(state.newNetworks, newNetworks, base);
  }
  [state.counted = 0, state.hoursNow = 0, state.hoursPrior = 0] = numbers;
  [, , , state.internalUses = 0, state.externalUses = 0] = numbers;
  state.isOftenApart = numbers[5] === 1;
  readRareState(state, encoded, base);
  return state;
}

function fillPlaces(state: AccountState, places: Flat, base: number): void {
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
}

function fillRecency(list: RecencyList, flat: Flat, base: number): void {
  for (let i = 0; i < flat.length; i += 2) {
    list.keys.push(String(flat[i]));
    list.lasts.push(base - Number(flat[i + 1]));
  }
}

function fillNetworks(list: CountedList, flat: Flat, base: number): void {
  for (let i = 0; i < flat.length; i += 3) {
    list.keys.push(longNetwork(String(flat[i])));
    list.lasts.push(base - Number(flat[i + 1]));
    list.uses.push(Number(flat[i + 2]));
  }
}

function fillUses(list: UseList, flat: Flat): void {
  for (let i = 0; i < flat.length; i += 2) {
    list.keys.push(String(flat[i]));
    list.uses.push(Number(flat[i + 1]));
  }
}
