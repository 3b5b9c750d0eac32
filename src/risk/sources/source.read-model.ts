import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** How far back sources are looked at, in days before the newest event. */
const DAYS = 7;

/** Logins that are listed of each source. */
const LISTED = 20;

/** A source network as lists show it. */
export interface SourceRow {
  readonly network: string;
  readonly score: number;
  readonly failed: number;
  readonly names: number;
  readonly arrived: number;
  readonly last_day: string;
  /** Logins that were signed in to, or failed, from there. */
  readonly accounts: readonly string[];
  readonly account_count: number;
}

/** Which sources a list shows, those with the highest score first. */
export interface SourceFilter {
  readonly cidr?: string | undefined;
  readonly minScore: number;
  readonly after?: { readonly score: number; readonly network: string } | undefined;
}

/** An address to be kept out. */
export interface BadAddress {
  readonly address: string;
  readonly network: string;
  readonly score: number;
  readonly last_at: Date;
}

// A source's score halves with each day since, as those of accounts do.
const SCORED = `SELECT source_day.network,
         round(max(source_day.score * power(0.5, today.day - source_day.day))::numeric, 2)::float8 AS score,
         max(source_day.failed) AS failed, max(source_day.names) AS names,
         max(source_day.arrived) AS arrived, max(source_day.day) AS last_day
    FROM source_day
   CROSS JOIN (SELECT coalesce(ingest_clock.newest_event_at, now())::date AS day FROM ingest_clock) AS today
   WHERE source_day.day > today.day - ${DAYS}
     AND ($1::cidr IS NULL OR source_day.network <<= $1::cidr)
   GROUP BY source_day.network
  HAVING max(source_day.score * power(0.5, today.day - source_day.day)) >= $2`;

/** Lists of the networks that events come from. */
@Injectable()
export class SourceReadModel {
  constructor(private readonly database: Database) {}

  list({ cidr, minScore, after }: SourceFilter, limit: number): Promise<SourceRow[]> {
    return this.database.direct.query(
      `SELECT listed.network::text AS network, listed.score, listed.failed, listed.names, listed.arrived,
              to_char(listed.last_day, 'YYYY-MM-DD') AS last_day,
              coalesce(touched.accounts, '{}') AS accounts, coalesce(touched.count, 0)::int AS account_count
         FROM (SELECT scored.* FROM (${SCORED}) AS scored
                WHERE $3::float8 IS NULL OR scored.score < $3
                   OR (scored.score = $3 AND scored.network > $4::cidr)
                ORDER BY scored.score DESC, scored.network LIMIT $5) AS listed
         LEFT JOIN LATERAL (
           SELECT count(*) AS count, (array_agg(one.login ORDER BY one.login))[1:${LISTED}] AS accounts
             FROM (SELECT DISTINCT account.login FROM event
                     JOIN account ON account.id = event.account_id
                    WHERE event.source_ip >= host(listed.network)::inet
                      AND event.source_ip <= host(broadcast(listed.network))::inet
                      AND event.at >= listed.last_day - ${DAYS}
                    LIMIT 1000) AS one
         ) AS touched ON true
        ORDER BY listed.score DESC, listed.network`,
      [cidr ?? null, minScore, after?.score ?? null, after?.network ?? null, limit],
    );
  }

  /**
   * Addresses that failed in networks with at least this score, the worst first. Those that an operator
   * has declared to be harmless, and those that can't be routed, are left out.
   */
  badAddresses(minScore: number, limit: number): Promise<BadAddress[]> {
    return this.database.direct.query(
      `SELECT host(event.source_ip) AS address, scored.network::text AS network, scored.score,
              max(event.at) AS last_at
         FROM (${SCORED}) AS scored
         JOIN event ON event.source_ip >= host(scored.network)::inet
                   AND event.source_ip <= host(broadcast(scored.network))::inet
                   AND event.at >= scored.last_day AND event.outcome = 1 AND event.type = 0
        WHERE NOT EXISTS (
                SELECT 1 FROM suppressor
                 WHERE suppressor.enabled AND suppressor.account_id IS NULL
                   AND suppressor.network IS NOT NULL AND event.source_ip <<= suppressor.network)
          AND NOT event.source_ip <<= ANY(ARRAY['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16',
                '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1/128']::inet[])
        GROUP BY 1, 2, 3
        ORDER BY scored.score DESC, 1 LIMIT $3`,
      [null, minScore, limit],
    );
  }
}
