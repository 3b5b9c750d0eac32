import { Injectable } from '@nestjs/common';
import { listenerCodes, outcomeCodes, protocolCodes } from '../events/domain/stored-codes.js';
import { DAY_MS } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import type { Attribute, Traits } from './domain/common-points.js';
import { clientTrait, passwordAge } from './domain/trait-values.js';

/** Accounts that the incident's are compared with; of more, as many drawn by lot. */
const MOST_OTHERS = 2_000;
const SUCCESS = outcomeCodes.code('success');

/** Whose traits are asked for. */
export interface TraitsQuestion {
  readonly accountIds: readonly string[];
  /** ms */
  readonly from: number;
  readonly to: number;
  /** Uses that aren't the owners': account and address, in parallel. */
  readonly notTheirOwn: {
    readonly accountIds: readonly string[];
    readonly addresses: readonly string[];
  };
}

interface TraitRow {
  id: string;
  login: string;
  directory: string | null;
  unit: string | null;
  groups: string[];
  password_changed_at: Date | null;
  scheme: string | null;
  servers: string[] | null;
  listeners: number[] | null;
  protocols: number[] | null;
  clients: string[] | null;
}

/** Reads what accounts may have in common. */
@Injectable()
export class TraitsReadModel {
  constructor(private readonly database: Database) {}

  /**
   * Accounts outside of an incident that were in use at the time, up to 2,000.
   *
   * @returns their ids, and how many there are in all
   */
  async others(memberIds: readonly string[], from: number, to: number) {
    const rows: { id: string; total: number }[] = await this.database.direct.query(
      `SELECT account_state.account_id AS id, count(*) OVER ()::int AS total FROM account_state
        WHERE account_state.last_at >= $1 AND account_state.first_at <= $2
          AND account_state.account_id <> ALL($3::uuid[])
        ORDER BY hashtext(account_state.account_id::text), 1 LIMIT ${MOST_OTHERS}`,
      [new Date(from).toISOString(), new Date(to).toISOString(), memberIds],
    );
    return { accountIds: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 };
  }

  /**
   * The traits of accounts, by account. How an account is used is told by its owner's uses; where
   * none is known, by all of them.
   */
  async of(question: TraitsQuestion): Promise<Map<string, Traits>> {
    const own = await this.read(question, true);
    const silent = own.filter(({ servers, protocols }) => servers === null && protocols === null);
    const all = await this.read({ ...question, accountIds: silent.map(({ id }) => id) }, false);
    const rows = new Map([...own, ...all].map((row) => [row.id, row]));
    return new Map([...rows].map(([id, row]) => [id, toTraits(row, question.from)]));
  }

  private read(question: TraitsQuestion, ownOnly: boolean): Promise<TraitRow[]> {
    if (question.accountIds.length === 0) return Promise.resolve([]);
    return this.database.direct.query(
      `SELECT account.id, account.login, directory.name AS directory, account.unit, account.groups,
              account.password_changed_at, account.password_state->>'scheme' AS scheme,
              used.servers, used.listeners, used.protocols, used.clients
         FROM account
         LEFT JOIN directory ON directory.id = account.directory_id
         LEFT JOIN (
              SELECT event.account_id,
                     array_agg(DISTINCT event.server) FILTER (WHERE event.server IS NOT NULL) AS servers,
                     array_agg(DISTINCT event.listener)::int[] AS listeners,
                     array_agg(DISTINCT event.protocol)::int[] AS protocols,
                     (array_agg(DISTINCT left(event.client, 80)) FILTER (WHERE event.client IS NOT NULL))[1:20] AS clients
                FROM event
                LEFT JOIN unnest($4::uuid[], $5::inet[]) AS theirs (account_id, address)
                       ON $6 AND theirs.account_id = event.account_id AND theirs.address = event.source_ip
               WHERE event.account_id = ANY($1::uuid[]) AND event.at >= $2 AND event.at <= $3
                 AND event.outcome = ${SUCCESS} AND theirs.address IS NULL
               GROUP BY 1) AS used ON used.account_id = account.id
        WHERE account.id = ANY($1::uuid[])`,
      [
        question.accountIds,
        new Date(question.from).toISOString(),
        new Date(question.to).toISOString(),
        question.notTheirOwn.accountIds,
        question.notTheirOwn.addresses,
        ownOnly,
      ],
    );
  }
}

function toTraits(row: TraitRow, at: number): Traits {
  const traits = new Map<Attribute, ReadonlySet<string>>();
  const set = (attribute: Attribute, values: readonly (string | undefined)[] | null) => {
    const known = (values ?? []).flatMap((value) => value || []);
    if (known.length > 0) traits.set(attribute, new Set(known));
  };
  const maybe = (value: string | null | undefined) => (value == null ? null : [value]);
  set('server', row.servers);
  set('listener', row.listeners?.map((code) => listenerCodes.word(code)).filter(isKnown) ?? null);
  set('protocol', row.protocols?.map((code) => protocolCodes.word(code)) ?? null);
  set('client', row.clients?.map(clientTrait) ?? null);
  set('directory', maybe(row.directory));
  set('unit', maybe(row.unit));
  set('group', row.groups);
  set('domain', maybe(row.login.includes('@') ? row.login.split('@').at(-1) : null));
  set('password-scheme', maybe(row.scheme));
  const changed = row.password_changed_at?.getTime();
  set('password-age', changed === undefined ? null : [passwordAge((at - changed) / DAY_MS)]);
  return traits;
}

function isKnown(listener: string): boolean {
  return listener !== 'unknown';
}
