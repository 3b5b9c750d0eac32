import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import { MAX_CHANGES, MAX_COUNTRIES, MAX_FAILURES } from './account-state.js';
import type { AccountState } from './account-state.js';
import { isUse, isWrongCredential } from './fold-event.js';
import type { FoldEvent } from './fold-event.js';
import { addPlace, isLocated } from './known-places.js';
import { senderKey } from './sender-key.js';
import { addMessage } from './volume.js';

/** How far back the detectors look; no window is longer. */
export const LOOK_BACK_MS = DAY_MS;

/** The same for changes of address, which matter by the minute. */
export const CHANGES_LOOK_BACK_MS = HOUR_MS;

/** Makes the event part of the account's past. It comes after every event applied before. */
export function applyEvent(state: AccountState, folded: FoldEvent): void {
  const { event } = folded;
  if (state.lastId === '') state.firstAt = event.at;
  state.lastAt = event.at;
  state.lastId = folded.id;

  if (isUse(event)) applyUse(state, folded);
  else if (isWrongCredential(event)) applyFailure(state, folded);
  forget(state, event.at);
}

function applyUse(state: AccountState, folded: FoldEvent): void {
  const { event, network, place } = folded;
  const { at, sourceIp } = event;
  const sender = senderKey(folded);
  if (sender !== undefined) state.senders.touch(sender, at);
  if (event.type === 'message') addMessage(state.volume, at, event.message?.recipients ?? 0);
  else countSignIn(state, at);
  if (sourceIp === undefined) return;

  const newest = state.addresses.newest();
  if (newest !== undefined && newest !== sourceIp) {
    if (state.changes.length >= MAX_CHANGES) state.changes.shift();
    state.changes.push(at);
  }
  state.addresses.touch(sourceIp, at);
  if (network !== undefined) state.networks.touch(network, at);
  if (place === undefined) return;
  applyCountry(state, place.country, at);
  if (isLocated(place)) addPlace(state.places, place, at);
}

function countSignIn(state: AccountState, at: number): void {
  state.signIns += 1;
  const day = Math.floor(at / DAY_MS);
  if (day === state.lastDay) return;
  state.lastDay = day;
  state.days += 1;
}

function applyCountry({ countries }: AccountState, country: string, at: number): void {
  const known = countries.find((k) => k.country === country);
  if (known !== undefined) {
    known.last = at;
    return;
  }
  if (countries.length >= MAX_COUNTRIES) countries.splice(longestUnseen(countries), 1);
  countries.push({ country, first: at, last: at });
}

function longestUnseen(countries: AccountState['countries']): number {
  let oldest = 0;
  for (const [index, { last }] of countries.entries()) {
    if (last < (countries[oldest]?.last ?? 0)) oldest = index;
  }
  return oldest;
}

function applyFailure({ failureTimes, failureNetworks }: AccountState, folded: FoldEvent): void {
  if (failureTimes.length >= MAX_FAILURES) {
    failureTimes.shift();
    failureNetworks.shift();
  }
  failureTimes.push(folded.event.at);
  failureNetworks.push(folded.network ?? '');
}

function forget(state: AccountState, at: number): void {
  const cutoff = at - LOOK_BACK_MS;
  state.addresses.forgetUpTo(cutoff);
  state.senders.forgetUpTo(cutoff);
  const { changes, failureTimes, failureNetworks } = state;
  while (changes.length > 0 && (changes[0] ?? 0) <= at - CHANGES_LOOK_BACK_MS) changes.shift();
  while (failureTimes.length > 0 && (failureTimes[0] ?? 0) <= cutoff) {
    failureTimes.shift();
    failureNetworks.shift();
  }
}
