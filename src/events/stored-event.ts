import { canonicalAddress } from '../kernel/ip-address.js';
import type { AuthEvent, MessageFacts } from './domain/auth-event.js';
import {
  listenerCodes,
  mechanismCodes,
  outcomeCodes,
  protocolCodes,
  reasonCodes,
  typeCodes,
} from './domain/stored-codes.js';

/** An event as it is stored, with its id and the account it was counted for. */
export interface StoredEvent {
  readonly id: string;
  readonly accountId: string | undefined;
  readonly event: AuthEvent;
}

/** A row of the event table with its account's login. */
export interface EventRow {
  id: string;
  at: Date;
  account_id: string | null;
  login: string | null;
  source_ip: string | null;
  type: number;
  outcome: number;
  protocol: number;
  reason: number | null;
  listener: number;
  server: string | null;
  client: string | null;
  session: string | null;
  message: MessageFacts | null;
  mechanism: number | null;
  tls: boolean | null;
}

/** Reads a row back into the words of the domain. */
export function toStoredEvent(row: EventRow): StoredEvent {
  const { message } = row;
  return {
    id: row.id,
    accountId: row.account_id ?? undefined,
    event: {
      type: typeCodes.word(row.type),
      at: row.at.getTime(),
      account: row.login ?? undefined,
      sourceIp: row.source_ip === null ? undefined : canonicalAddress(row.source_ip),
      protocol: protocolCodes.word(row.protocol),
      outcome: outcomeCodes.word(row.outcome),
      reason: row.reason === null ? undefined : reasonCodes.word(row.reason),
      server: row.server ?? undefined,
      listener: listenerCodes.word(row.listener),
      client: row.client ?? undefined,
      session: row.session ?? undefined,
      mechanism: row.mechanism === null ? undefined : mechanismCodes.word(row.mechanism),
      tls: row.tls ?? undefined,
      message: message ?? undefined,
    },
  };
}
