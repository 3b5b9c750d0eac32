import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import {
  MAX_CHANGES,
  MAX_COUNTED,
  MAX_COUNTRIES,
  MAX_FAILURES,
  MAX_LISTENER_USES,
  MAX_NEW_NETWORKS,
  hasHistory,
} from './account-state.js';
import type { AccountState } from './account-state.js';
import { noteFailedMail } from './failed-mail.js';
import { isUse, isWrongCredential } from './fold-event.js';
import type { FoldEvent } from './fold-event.js';
import type { SiteFacts } from './at-home.js';
import { clientHabit, methodHabit, providerHabit } from './habit-keys.js';
import { noteHour } from './hour-profile.js';
import { addPlace, isLocated } from './known-places.js';
import { networkKey } from './network-key.js';
import { RecencyList } from './recency-list.js';
import { senderKey } from './sender-key.js';
import { noteVisit } from './visits.js';
import { addMessage, addUndelivered } from './volume.js';

/** How far back the detectors look; no window is longer. */
export const LOOK_BACK_MS = DAY_MS;

/** The same for changes of address, which matter by the minute. */
export const CHANGES_LOOK_BACK_MS = HOUR_MS;

/** A site of which nothing is known. */
const UNKNOWN_SITE: SiteFacts = { isShared: () => false, isProviderShared: () => false };

/** Makes the event part of the account's past. It comes after every event applied before. */
export function applyEvent(
  state: AccountState,
  folded: FoldEvent,
  facts: SiteFacts = UNKNOWN_SITE,
): void {
  const { event } = folded;
  if (state.lastId === '') state.firstAt = event.at;
  state.lastAt = event.at;
  state.lastId = folded.id;

  const { message } = event;
  if (message !== undefined) {
    noteFailedMail(state, folded);
    addUndelivered(state.volume, event.at, {
      refused: message.rejectedRecipients,
      bounced: message.bounced ?? 0,
    });
  }
  if (isUse(event)) applyUse(state, folded, facts);
  else if (isWrongCredential(event)) applyFailure(state, folded);
  forget(state, event.at);
}

function applyUse(state: AccountState, folded: FoldEvent, facts: SiteFacts): void {
  const { event, place } = folded;
  const { at, sourceIp } = event;
  noteVisit(state, folded, facts);
  const sender = senderKey(folded);
  if (sender !== undefined) state.senders.touch(sender, at);
  const signIns = event.type === 'message' ? 0 : 1;
  if (signIns === 0) addMessage(state.volume, at, event.message?.recipients ?? 0);
  else countSignIn(state, folded);
  countListener(state, folded);
  state.habits.see(clientHabit(event.client), signIns);
  if (sourceIp === undefined) return;

  applyAddress(state, folded, facts, signIns);
  if (place?.country === undefined) return;
  applyCountry(state, place.country, at, signIns);
  // Where a declared network's address is, says nothing about where the account is.
  if (folded.declared === undefined && isLocated(place)) addPlace(state.places, place, at);
}

function applyAddress(
  state: AccountState,
  folded: FoldEvent,
  facts: SiteFacts,
  signIns: number,
): void {
  const { event, network, place, declared } = folded;
  const { at, sourceIp = '' } = event;
  if (declared === undefined) {
    const newest = state.addresses.newest();
    if (newest !== undefined && newest !== sourceIp) {
      if (state.changes.length >= MAX_CHANGES) state.changes.shift();
      state.changes.push(at);
    }
    state.addresses.touch(sourceIp, at);
  }
  if (network === undefined) return;
  const key = networkKey(network, declared);
  if (hasHistory(state) && !state.networks.has(key) && !facts.isShared(network))
    (state.newNetworks ??= new RecencyList(MAX_NEW_NETWORKS)).touch(key, at);
  state.networks.see(key, at, signIns);
  state.habits.see(providerHabit(sourceIp, place), signIns);
}

function countSignIn(state: AccountState, { event }: FoldEvent): void {
  const { at } = event;
  noteHour(state, at, state.lastDay);
  state.signIns += 1;
  const day = Math.floor(at / DAY_MS);
  if (day !== state.lastDay) {
    state.lastDay = day;
    state.days += 1;
  }
  if (state.counted >= MAX_COUNTED) halveCounts(state);
  state.counted += 1;
  state.habits.see(methodHabit(event), 1);
}

function halveCounts(state: AccountState): void {
  state.counted >>= 1;
  state.networks.halve();
  state.habits.halve();
  for (const country of state.countries) country.uses >>= 1;
}

function countListener(state: AccountState, { event: { listener } }: FoldEvent): void {
  if (listener === 'internal') {
    if (state.internalUses < MAX_LISTENER_USES) state.internalUses += 1;
  } else if (listener === 'external' && state.externalUses < MAX_LISTENER_USES)
    state.externalUses += 1;
}

function applyCountry(
  { countries }: AccountState,
  country: string,
  at: number,
  signIns: number,
): void {
  for (const known of countries) {
    if (known.country !== country) continue;
    known.last = at;
    known.uses += signIns;
    return;
  }
  if (countries.length >= MAX_COUNTRIES) countries.splice(longestUnseen(countries), 1);
  countries.push({ country, first: at, last: at, uses: signIns });
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
  state.newNetworks?.forgetUpTo(cutoff);
  const { changes, failureTimes, failureNetworks } = state;
  while (changes.length > 0 && (changes[0] ?? 0) <= at - CHANGES_LOOK_BACK_MS) changes.shift();
  while (failureTimes.length > 0 && (failureTimes[0] ?? 0) <= cutoff) {
    failureTimes.shift();
    failureNetworks.shift();
  }
}
