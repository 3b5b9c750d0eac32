import { Injectable } from '@nestjs/common';
import { listenerCodes, outcomeCodes, typeCodes } from '../events/domain/stored-codes.js';
import { canonicalAddress, networkOf } from '../kernel/ip-address.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { AddressCompany } from './domain/attribution.js';
import type { AddressUse } from './domain/footprint.js';

/** An account that has to be looked at (again), and what was seen of it then. */
export interface DueAccount {
  readonly accountId: string;
  readonly isHigh: boolean;
  readonly isCleared: boolean;
  readonly openSignals: number;
  readonly lastEventAt: Date | null;
  readonly verdictAt: Date | null;
}

/** What accounts' signals say of an episode. */
export interface SignalTime {
  readonly accountId: string;
  readonly detector: string;
  /** ms */
  readonly at: number;
}

/** An account and the times (ms) between which its uses are looked at. */
export interface AccountSpan {
  readonly accountId: string;
  readonly from: number;
  readonly to: number;
}

const SIGN_IN = typeCodes.code('authentication');
const MESSAGE = typeCodes.code('message');
const SUCCESS = outcomeCodes.code('success');

/** Days of signals that are looked through for the beginning of an episode. */
const SIGNAL_DAYS = 60;
/** Uses of one address that are looked at for who else is there. */
const COMPANY_ROWS = 2_000;
/** Accounts, and events of each, from which the site's usual countries are taken. */
const SAMPLE_ACCOUNTS = 300;
const SAMPLE_EVENTS = 20;

/** Reads from events, signals and scores what footprints are made from. */
@Injectable()
export class FootprintReadModel {
  /**
   * Accounts in trouble, and members of live incidents, of which something has changed since they
   * were looked at.
   *
   * @param restSeconds an account that has a footprint is left alone for so long
   */
  async due(tx: Transaction, restSeconds: number, limit: number): Promise<DueAccount[]> {
    return tx.query(
      `SELECT account.id AS "accountId", account_risk.level IN ('high', 'critical') AS "isHigh",
              account.standing = 'confirmed-safe' AS "isCleared",
              account_risk.open_signals AS "openSignals", account_state.last_at AS "lastEventAt",
              account.verdict_at AS "verdictAt"
         FROM account
         JOIN account_risk ON account_risk.account_id = account.id
         LEFT JOIN account_state ON account_state.account_id = account.id
         LEFT JOIN account_footprint ON account_footprint.account_id = account.id
        WHERE (account_risk.score >= 50 OR EXISTS (
                SELECT FROM incident_member
                  JOIN incident ON incident.id = incident_member.incident_id
                 WHERE incident_member.account_id = account.id AND incident.status IN ('open', 'contained')))
          AND (account_footprint.account_id IS NULL
               OR (account_footprint.looked_at <= now() - make_interval(secs => $1)
                   AND (account_footprint.seen_signals, account_footprint.seen_event_at, account_footprint.seen_verdict_at)
                       IS DISTINCT FROM (account_risk.open_signals, account_state.last_at, account.verdict_at)))
        ORDER BY account_risk.score DESC, account.id LIMIT $2`,
      [restSeconds, limit],
    );
  }

  /** The signals of the last 60 days before each account's newest, without those suppressed. */
  async signals(tx: Transaction, accountIds: readonly string[]): Promise<SignalTime[]> {
    const rows: { account_id: string; detector: string; at: Date }[] = await tx.query(
      `SELECT signal.account_id, signal.detector, signal.at FROM signal
         JOIN (SELECT signal.account_id, max(signal.at) - make_interval(days => $2) AS since
                 FROM signal WHERE signal.account_id = ANY($1::uuid[]) GROUP BY 1) AS newest
           ON newest.account_id = signal.account_id AND signal.at > newest.since
        WHERE signal.suppressed_by IS NULL`,
      [accountIds, SIGNAL_DAYS],
    );
    return rows.map(({ account_id: accountId, detector, at }) => ({
      accountId,
      detector,
      at: at.getTime(),
    }));
  }

  /** How accounts were used, by address; countries aren't known here. */
  async uses(tx: Transaction, spans: readonly AccountSpan[]): Promise<Map<string, AddressUse[]>> {
    const rows: UseRow[] = await tx.query(
      `SELECT event.account_id, host(event.source_ip) AS address,
              count(*) FILTER (WHERE event.type = ${SIGN_IN})::int AS sign_ins,
              count(*) FILTER (WHERE event.type = ${MESSAGE})::int AS messages,
              coalesce(sum((event.message->>'recipients')::int), 0)::int AS recipients,
              coalesce(sum((event.message->>'rejectedRecipients')::int), 0)::int AS rejected,
              min(event.at) AS first, max(event.at) AS last,
              min(event.at) FILTER (WHERE event.type = ${MESSAGE}) AS first_message,
              count(DISTINCT date_trunc('hour', event.at))::int AS hours,
              count(*) FILTER (WHERE trim(both '[]' from event.client) = host(event.source_ip))::int AS bare,
              array_agg(DISTINCT event.server) FILTER (WHERE event.server IS NOT NULL) AS servers,
              array_agg(DISTINCT event.listener)::int[] AS listeners
         FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS asked (account_id, since, until)
         JOIN event ON event.account_id = asked.account_id
                   AND event.at >= asked.since AND event.at <= asked.until
        WHERE event.outcome = ${SUCCESS} AND event.source_ip IS NOT NULL
        GROUP BY 1, event.source_ip`,
      [
        spans.map(({ accountId }) => accountId),
        spans.map(({ from }) => new Date(from).toISOString()),
        spans.map(({ to }) => new Date(to).toISOString()),
      ],
    );
    const uses = new Map<string, AddressUse[]>();
    for (const row of rows) {
      const use = toUse(row);
      if (!use) continue;
      const list = uses.get(row.account_id);
      if (list) list.push(use);
      else uses.set(row.account_id, [use]);
    }
    return uses;
  }

  /** Networks that accounts were used from, by account. */
  async networks(tx: Transaction, spans: readonly AccountSpan[]) {
    const networks = new Map<string, Set<string>>();
    const rows: { account_id: string; address: string }[] = await tx.query(
      `SELECT DISTINCT event.account_id, host(event.source_ip) AS address
         FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS asked (account_id, since, until)
         JOIN event ON event.account_id = asked.account_id
                   AND event.at >= asked.since AND event.at < asked.until
        WHERE event.outcome = ${SUCCESS} AND event.source_ip IS NOT NULL`,
      [
        spans.map(({ accountId }) => accountId),
        spans.map(({ from }) => new Date(from).toISOString()),
        spans.map(({ to }) => new Date(to).toISOString()),
      ],
    );
    for (const { account_id: accountId, address } of rows) {
      const canonical = canonicalAddress(address);
      if (canonical === undefined) continue;
      const known = networks.get(accountId) ?? new Set();
      networks.set(accountId, known.add(networkOf(canonical)));
    }
    return networks;
  }

  /** Who else uses addresses, between two times (ms). */
  async company(
    tx: Transaction,
    addresses: readonly string[],
    from: number,
    to: number,
  ): Promise<Map<string, AddressCompany>> {
    const rows: { address: string; accounts: number; high: number }[] = await tx.query(
      `SELECT host(asked.address) AS address, count(DISTINCT seen.account_id)::int AS accounts,
              count(DISTINCT seen.account_id) FILTER (WHERE account_risk.score >= 50)::int AS high
         FROM unnest($1::inet[]) AS asked (address)
        CROSS JOIN LATERAL (
              SELECT event.account_id FROM event
               WHERE event.source_ip = asked.address AND event.at >= $2 AND event.at <= $3
                 AND event.outcome = ${SUCCESS} AND event.account_id IS NOT NULL
               LIMIT ${COMPANY_ROWS}) AS seen
         LEFT JOIN account_risk ON account_risk.account_id = seen.account_id
        GROUP BY asked.address`,
      [addresses, new Date(from).toISOString(), new Date(to).toISOString()],
    );
    return new Map(
      rows.map(({ address, accounts, high }) => [
        canonicalAddress(address) ?? address,
        { accounts, highAccounts: high },
      ]),
    );
  }

  /** Addresses from which accounts in no trouble were used, by account; a sample. */
  async untroubled(tx: Transaction, from: number, to: number) {
    const rows: { account_id: string; address: string }[] = await tx.query(
      `SELECT DISTINCT quiet.id AS account_id, host(seen.source_ip) AS address
         FROM (SELECT account.id FROM account
                 JOIN account_state ON account_state.account_id = account.id
                 LEFT JOIN account_risk ON account_risk.account_id = account.id
                WHERE coalesce(account_risk.score, 0) < 25
                  AND account_state.last_at >= $1 AND account_state.first_at <= $2
                ORDER BY hashtext(account.id::text) LIMIT ${SAMPLE_ACCOUNTS}) AS quiet
        CROSS JOIN LATERAL (
              SELECT event.source_ip FROM event
               WHERE event.account_id = quiet.id AND event.at >= $1 AND event.at <= $2
                 AND event.outcome = ${SUCCESS} AND event.source_ip IS NOT NULL
               LIMIT ${SAMPLE_EVENTS}) AS seen`,
      [new Date(from).toISOString(), new Date(to).toISOString()],
    );
    return rows.map(({ account_id: accountId, address }) => ({
      accountId,
      address: canonicalAddress(address) ?? address,
    }));
  }
}

interface UseRow {
  account_id: string;
  address: string;
  sign_ins: number;
  messages: number;
  recipients: number;
  rejected: number;
  first: Date;
  last: Date;
  first_message: Date | null;
  hours: number;
  bare: number;
  servers: string[] | null;
  listeners: number[];
}

function toUse(row: UseRow): AddressUse | undefined {
  const address = canonicalAddress(row.address);
  if (address === undefined) return undefined;
  return {
    address,
    network: networkOf(address),
    country: undefined,
    signIns: row.sign_ins,
    messages: row.messages,
    recipients: row.recipients,
    rejectedRecipients: row.rejected,
    first: row.first.getTime(),
    last: row.last.getTime(),
    firstMessage: row.first_message?.getTime(),
    hours: row.hours,
    bareClients: row.bare,
    servers: row.servers ?? [],
    listeners: row.listeners.map((code) => listenerCodes.word(code)),
  };
}
