import { inPresentLayout } from './account-state-layout.js';
import type { Flat } from './account-state-layout.js';
import { MAX_NEW_NETWORKS, newAccountState } from './account-state.js';
import type { AccountState } from './account-state.js';
import type { CountedList } from './counted-list.js';
import { EMISSION_LOOK_BACK_MS } from './emission.js';
import { longNetwork, shortNetwork } from './short-text.js';
import { RecencyList } from './recency-list.js';
import type { UseList } from './use-list.js';
import { flatVolume, volumeOf } from './volume-text.js';

/**
 * The state as JSON text: about 300 bytes for a quiet account, at most about 20 KiB. Put together by
 * hand, as every account of a batch is written: three times as fast as through arrays. Only keys of
 * our own making (addresses, networks, sender keys, detectors) go in unquoted by JSON.
 */
export function encodeAccountState(state: AccountState): string {
  const base = state.lastAt;
  const { hoursNow, hoursPrior, internalUses, externalUses, newNetworks } = state;
  return `[2,${base},"${state.lastId}",${base - state.firstAt},${state.signIns},${state.days},${state.lastDay},[${recencyText(state.addresses, base)}],[${networksText(state.networks, base)}],[${countriesText(state, base)}],[${placesText(state, base)}],[${flatVolume(state.volume)}],[${timesText(state.changes, base)}],[${failuresText(state, base)}],[${recencyText(state.senders, base)}],[${emittedText(state, base)}],[${usesText(state.habits)}],[${newNetworks === undefined ? '' : recencyText(newNetworks, base)}],[${state.counted},${hoursNow},${hoursPrior},${internalUses},${externalUses}]]`;
}

function recencyText({ keys, lasts }: RecencyList, base: number): string {
  let text = '';
  for (let i = 0; i < keys.length; i += 1)
    text += `${i === 0 ? '' : ','}"${keys[i] ?? ''}",${base - (lasts[i] ?? base)}`;
  return text;
}

function usesText({ keys, uses }: UseList): string {
  let text = '';
  for (let i = 0; i < keys.length; i += 1)
    text += `${i === 0 ? '' : ','}"${keys[i] ?? ''}",${uses[i] ?? 0}`;
  return text;
}

function networksText({ keys, lasts, uses }: CountedList, base: number): string {
  let text = '';
  for (let i = 0; i < keys.length; i += 1)
    text += `${i === 0 ? '' : ','}"${shortNetwork(keys[i] ?? '')}",${base - (lasts[i] ?? base)},${uses[i] ?? 0}`;
  return text;
}

function countriesText({ countries }: AccountState, base: number): string {
  let text = '';
  for (const { country, first, last, uses } of countries)
    text += `${text === '' ? '' : ','}"${country}",${base - first},${base - last},${uses}`;
  return text;
}

function placesText({ places }: AccountState, base: number): string {
  let text = '';
  for (const { latitude, longitude, country, city, last, uses } of places) {
    const name = city === undefined ? 'null' : JSON.stringify(city);
    text += `${text === '' ? '' : ','}${latitude},${longitude},"${country}",${name},${base - last},${uses}`;
  }
  return text;
}

function timesText(times: readonly number[], base: number): string {
  return times.length === 0 ? '' : times.map((at) => base - at).join();
}

function failuresText({ failureTimes, failureNetworks }: AccountState, base: number): string {
  if (failureTimes.length === 0) return '';
  return failureTimes
    .map((at, index) => `${base - at},"${shortNetwork(failureNetworks[index] ?? '')}"`)
    .join();
}

function emittedText({ emitted }: AccountState, base: number): string {
  if (emitted.size === 0) return '';
  const parts: string[] = [];
  for (const [detector, { confidence, at }] of emitted) {
    // An older one has no say any more.
    if (base - at <= EMISSION_LOOK_BACK_MS) parts.push(`"${detector}",${confidence},${base - at}`);
  }
  return parts.join();
}

/**
 * Reads what {@link encodeAccountState} wrote; folding on gives what the encoded state would have.
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
