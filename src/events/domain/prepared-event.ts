import { networkOf } from '../../kernel/ip-address.js';
import type { Place } from '../../kernel/geo.js';
import type { AuthEvent } from './auth-event.js';
import { eventId } from './event-identity.js';

/** An event with everything that can be known of it without the database. */
export interface PreparedEvent {
  readonly id: string;
  /** Account and sender in canonical spelling. */
  readonly event: AuthEvent;
  readonly network?: string | undefined;
  readonly place?: Place | undefined;
}

/** What preparing takes from the rest of the service. */
export interface Preparation {
  /** The one spelling of a login or an address. */
  canonical(text: string): string | undefined;
  locate(address: string): Place | undefined;
}

/** Spells names canonically, names the event and finds its place. */
export function prepareEvent(event: AuthEvent, preparation: Preparation): PreparedEvent {
  const sender = event.message?.sender;
  const canonical: AuthEvent = {
    ...event,
    account: event.account === undefined ? undefined : preparation.canonical(event.account),
    message: event.message && {
      ...event.message,
      sender: sender === undefined ? undefined : preparation.canonical(sender),
    },
  };
  const { sourceIp } = canonical;
  return {
    id: eventId(canonical),
    event: canonical,
    network: sourceIp === undefined ? undefined : networkOf(sourceIp),
    place: sourceIp === undefined ? undefined : preparation.locate(sourceIp),
  };
}

/** The order in which events are folded: by time, then by id. */
export function byTime(a: PreparedEvent, b: PreparedEvent): number {
  return a.event.at - b.event.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
