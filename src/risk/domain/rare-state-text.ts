import type { TextBytes } from '../../kernel/text-bytes.js';
import type { EncodedState, Flat } from './account-state-layout.js';
import type { AccountState } from './account-state.js';
import { MAX_FAILED_MAIL } from './failed-mail.js';
import { RecencyList } from './recency-list.js';
import type { Visit } from './visits.js';

/** How many values a visit is written as. */
const WIDTH = 10;

/** Writes what most accounts have nothing of, if there is any; times as milliseconds before `base`. */
export function writeRareState(
  { failedMail, visits, atHome }: AccountState,
  base: number,
  into: TextBytes,
): void {
  if (failedMail === undefined && visits === undefined) return;
  into.ascii(',[');
  if (failedMail !== undefined) writeFailedMail(failedMail, base, into);
  into.ascii('],[');
  if (visits !== undefined) writeVisits(visits, base, into);
  into.ascii('],[');
  if (atHome !== undefined)
    into.ascii(`${base - atHome.at},${atHome.latitude},${atHome.longitude}`);
  into.ascii(']');
}

/** Reads what {@link writeRareState} wrote. */
export function readRareState(state: AccountState, encoded: EncodedState, base: number): void {
  const [, , , , , , , , , , , , , , , , , , , failedMail = [], visits = [], atHome = []] = encoded;
  const [age, latitude, longitude] = atHome;
  if (failedMail.length > 0) state.failedMail = failedMailOf(failedMail, base);
  if (visits.length > 0) state.visits = visitsOf(visits, base);
  if (age !== undefined && latitude !== undefined && longitude !== undefined)
    state.atHome = { at: base - age, latitude, longitude };
}

function writeFailedMail({ keys, lasts }: RecencyList, base: number, into: TextBytes): void {
  for (const [index, key] of keys.entries())
    into.ascii(`${index === 0 ? '' : ','}"${key}",${base - (lasts[index] ?? base)}`);
}

function failedMailOf(flat: Flat, base: number): RecencyList {
  const list = new RecencyList(MAX_FAILED_MAIL);
  for (let index = 0; index < flat.length; index += 2)
    list.touch(String(flat[index]), base - Number(flat[index + 1]));
  return list;
}

function writeVisits(visits: readonly Visit[], base: number, into: TextBytes): void {
  for (const [index, visit] of visits.entries()) {
    const { latitude, longitude, mailsThere, mailsAtHome, days, lastDay } = visit;
    into.ascii(`${index === 0 ? '' : ','}"${visit.network}"`);
    const flags = [Number(visit.isHabit), Number(visit.isAbroad)];
    const counts = [mailsThere, mailsAtHome, days, lastDay];
    for (const value of [latitude, longitude, base - visit.last, ...counts, ...flags]) {
      into.ascii(',');
      into.number(value);
    }
  }
}

function visitsOf(flat: Flat, base: number): Visit[] {
  const visits: Visit[] = [];
  for (let index = 0; index < flat.length; index += WIDTH) {
    const [network, ...numbers] = flat.slice(index, index + WIDTH);
    const [latitude, longitude, age, mailsThere, mailsAtHome, days, lastDay, isHabit, isAbroad] =
      numbers.map(Number);
    visits.push({
      network: String(network),
      latitude: latitude ?? 0,
      longitude: longitude ?? 0,
      last: base - (age ?? 0),
      mailsThere: mailsThere ?? 0,
      mailsAtHome: mailsAtHome ?? 0,
      days: days ?? 0,
      lastDay: lastDay ?? 0,
      isHabit: isHabit === 1,
      isAbroad: isAbroad === 1,
    });
  }
  return visits;
}
