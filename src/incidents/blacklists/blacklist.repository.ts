import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { canonicalAddress } from '../../kernel/ip-address.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { BlacklistSettings } from './blacklist-settings.js';
import type { CheckResult } from './blacklist.schemas.js';

export const CHECK_STATUSES = ['queued', 'running', 'done', 'failed'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** An address on a blacklist, now or earlier. */
export interface ListingRow {
  readonly id: string;
  readonly address: string;
  readonly zone: string;
  readonly codes: string[];
  readonly reason: string | null;
  readonly listed_at: Date;
  readonly seen_at: Date;
  readonly delisted_at: Date | null;
}

/** One look at all zones. */
export interface CheckRow {
  readonly id: string;
  readonly status: CheckStatus;
  readonly requested_by: string;
  readonly done: number;
  readonly total: number;
  readonly result: CheckResult | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

const LISTING = `blacklist_listing.id, host(blacklist_listing.address) AS address, blacklist_listing.zone,
  blacklist_listing.codes, blacklist_listing.reason, blacklist_listing.listed_at,
  blacklist_listing.seen_at, blacklist_listing.delisted_at`;

/** Reads and writes what is watched and what the blacklists said. */
@Injectable()
export class BlacklistRepository {
  constructor(private readonly database: Database) {}

  async settings(tx: Transaction = this.database.direct): Promise<BlacklistSettings> {
    const [row]: { settings: unknown }[] = await tx.query(
      `SELECT blacklist_monitor.settings FROM blacklist_monitor`,
    );
    return BlacklistSettings.parse(row?.settings ?? {});
  }

  async saveSettings(tx: Transaction, settings: BlacklistSettings): Promise<void> {
    await tx.query(
      `INSERT INTO blacklist_monitor (settings) VALUES ($1)
       ON CONFLICT (singleton) DO UPDATE SET settings = excluded.settings, updated_at = now()`,
      [JSON.stringify(settings)],
    );
  }

  /** Listings, the newest first. @param openOnly only those that last */
  async listings(
    openOnly: boolean,
    after: string | undefined,
    limit: number,
  ): Promise<ListingRow[]> {
    const rows: ListingRow[] = await this.database.direct.query(
      `SELECT ${LISTING} FROM blacklist_listing
        WHERE (NOT $1 OR blacklist_listing.delisted_at IS NULL)
          AND ($2::uuid IS NULL OR blacklist_listing.id < $2)
        ORDER BY blacklist_listing.id DESC LIMIT ${limit}`,
      [openOnly, after ?? null],
    );
    return rows.map(canonical);
  }

  /** Listings that lasted at or after a time, the oldest first; at most 200. */
  async listingsSince(since: Date): Promise<ListingRow[]> {
    const rows: ListingRow[] = await this.database.direct.query(
      `SELECT ${LISTING} FROM blacklist_listing
        WHERE blacklist_listing.delisted_at IS NULL OR blacklist_listing.delisted_at >= $1
        ORDER BY blacklist_listing.id LIMIT 200`,
      [since.toISOString()],
    );
    return rows.map(canonical);
  }

  /** Notes a listing. @returns its id when it is new */
  async list(
    tx: Transaction,
    listing: {
      readonly address: string;
      readonly zone: string;
      readonly codes: readonly string[];
      readonly reason: string | undefined;
    },
  ): Promise<string | undefined> {
    const id = newId();
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO blacklist_listing (id, address, zone, codes, reason) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (address, zone) WHERE delisted_at IS NULL
       DO UPDATE SET seen_at = now(), codes = excluded.codes, reason = excluded.reason
       RETURNING blacklist_listing.id`,
      [id, listing.address, listing.zone, listing.codes, listing.reason ?? null],
    );
    return row?.id === id ? id : undefined;
  }

  /** Ends a listing. @returns its id when there was one */
  async delist(tx: Transaction, address: string, zone: string): Promise<string | undefined> {
    const [row]: { id: string }[] = await tx.query(
      `WITH ended AS (
         UPDATE blacklist_listing SET delisted_at = now()
          WHERE address = $1 AND zone = $2 AND delisted_at IS NULL RETURNING id)
       SELECT ended.id FROM ended`,
      [address, zone],
    );
    return row?.id;
  }

  /** Makes a check; one that exists already is left as it is. */
  async addCheck(tx: Transaction, id: string, requestedBy: string): Promise<CheckRow> {
    await tx.query(
      `INSERT INTO blacklist_check (id, status, requested_by) VALUES ($1, 'queued', $2)
       ON CONFLICT (id) DO NOTHING`,
      [id, requestedBy],
    );
    const check = await this.check(id, tx);
    if (!check) throw new Error('a check that was just made is gone');
    return check;
  }

  async check(id: string, tx: Transaction = this.database.direct): Promise<CheckRow | undefined> {
    const [row]: CheckRow[] = await tx.query(
      `SELECT blacklist_check.* FROM blacklist_check WHERE blacklist_check.id = $1`,
      [id],
    );
    return row;
  }

  async moveCheck(
    tx: Transaction,
    id: string,
    change: {
      readonly status: CheckStatus;
      readonly done: number;
      readonly total: number;
      readonly result?: CheckResult;
    },
  ): Promise<void> {
    await tx.query(
      `UPDATE blacklist_check
          SET status = $2, done = $3, total = $4, result = coalesce($5::jsonb, result),
              finished_at = CASE WHEN $2 IN ('done', 'failed') THEN now() END
        WHERE id = $1`,
      [
        id,
        change.status,
        change.done,
        change.total,
        change.result ? JSON.stringify(change.result) : null,
      ],
    );
  }

  /** Checks whose job may be lost. */
  async silentChecks(seconds: number): Promise<string[]> {
    const rows: { id: string }[] = await this.database.direct.query(
      `SELECT blacklist_check.id FROM blacklist_check
        WHERE blacklist_check.status IN ('queued', 'running')
          AND blacklist_check.created_at < now() - make_interval(secs => $1)
        ORDER BY blacklist_check.created_at LIMIT 100`,
      [seconds],
    );
    return rows.map(({ id }) => id);
  }
}

function canonical(row: ListingRow): ListingRow {
  return { ...row, address: canonicalAddress(row.address) ?? row.address };
}
