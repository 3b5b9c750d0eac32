import { networkOf } from '../../kernel/ip-address.js';
import type { Place } from '../../kernel/geo.js';
import type { AuthEvent, MessageFacts } from './auth-event.js';
import { eventId } from './event-identity.js';

/** What can be known of an address without the database. */
export interface AddressFacts {
  /** In canonical form. */
  readonly address: string;
  readonly network: string;
  readonly place: Place | undefined;
}

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
  addressFacts(address: string): AddressFacts;
  /** An equal text that may be kept: events wait, and what they share should be there once. */
  shared(text: string): string;
}

/** @param address in canonical form */
export function addressFactsOf(
  address: string,
  locate: (address: string) => Place | undefined,
): AddressFacts {
  return { address, network: networkOf(address), place: locate(address) };
}

/**
 * Spells names canonically, names the event and finds its place. Field by field: a spread costs
 * several times as much, and this is done for every event.
 */
export function prepareEvent(event: AuthEvent, preparation: Preparation): PreparedEvent {
  const { account, sourceIp, server, client, message } = event;
  const facts = sourceIp === undefined ? undefined : preparation.addressFacts(sourceIp);
  const canonical: AuthEvent = {
    type: event.type,
    at: event.at,
    account: account === undefined ? undefined : preparation.canonical(account),
    sourceIp: facts?.address,
    protocol: event.protocol,
    outcome: event.outcome,
    reason: event.reason,
    server: server === undefined ? undefined : preparation.shared(server),
    listener: event.listener,
    client: client === undefined ? undefined : preparation.shared(client),
    session: event.session,
    mechanism: event.mechanism,
    tls: event.tls,
    message: message && withCanonicalSender(message, preparation),
    discriminator: event.discriminator,
  };
  return {
    id: eventId(canonical),
    event: canonical,
    network: facts?.network,
    place: facts?.place,
  };
}

function withCanonicalSender(message: MessageFacts, preparation: Preparation): MessageFacts {
  const { sender } = message;
  return { ...message, sender: sender === undefined ? undefined : preparation.canonical(sender) };
}

/** The order in which events are folded: by time, then by id. */
export function byTime(a: PreparedEvent, b: PreparedEvent): number {
  return a.event.at - b.event.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
