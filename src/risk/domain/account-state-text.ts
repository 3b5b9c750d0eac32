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

/**
 * The state as JSON text: about 250 bytes for a quiet account, at most about 16 KiB. Put together by
 * hand, as every account of a batch is written: three times as fast as through arrays. Only keys of
 * our own making (addresses, networks, sender keys, detectors) go in unquoted by JSON.
 */
export function encodeAccountState(state: AccountState): string {
  const base = state.lastAt;
  return `[${base},"${state.lastId}",${base - state.firstAt},${state.signIns},${state.days},${state.lastDay},[${recencyText(state.addresses, base)}],[${recencyText(state.networks, base)}],[${countriesText(state, base)}],[${placesText(state, base)}],[${flatVolume(state).join()}],[${timesText(state.changes, base)}],[${failuresText(state, base)}],[${recencyText(state.senders, base)}],[${emittedText(state, base)}]]`;
}

function recencyText({ keys, lasts }: RecencyList, base: number): string {
  let text = '';
  for (let i = 0; i < keys.length; i += 1)
    text += `${i === 0 ? '' : ','}"${keys[i] ?? ''}",${base - (lasts[i] ?? base)}`;
  return text;
}

function countriesText({ countries }: AccountState, base: number): string {
  return countries
    .map(({ country, first, last }) => `"${country}",${base - first},${base - last}`)
    .join();
}

function placesText({ places }: AccountState, base: number): string {
  return places
    .map(({ latitude, longitude, country, city, last, uses }) => {
      const name = city === undefined ? 'null' : JSON.stringify(city);
      return `${latitude},${longitude},"${country}",${name},${base - last},${uses}`;
    })
    .join();
}

function timesText(times: readonly number[], base: number): string {
  return times.map((at) => base - at).join();
}

function failuresText({ failureTimes, failureNetworks }: AccountState, base: number): string {
  return failureTimes.map((at, index) => `${base - at},"${failureNetworks[index] ?? ''}"`).join();
}

function emittedText({ emitted }: AccountState, base: number): string {
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
