import { Injectable } from '@nestjs/common';
import { outcomeCodes } from '../events/domain/stored-codes.js';
import { canonicalAddress, networkOf } from '../kernel/ip-address.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Footprint } from './domain/footprint.js';
import type { IncidentStatus } from './domain/incident.js';
import type { UseAfter, Wave, WaveState } from './domain/second-wave.js';

/** An account of a live incident with what its watch goes by. */
export interface WatchedMember {
  readonly incident_id: string;
  readonly incident_status: IncidentStatus;
  readonly last_activity_at: Date;
  readonly account_id: string;
  readonly remediated_at: Date | null;
  /** Latest applied action that keeps intruders out. */
  readonly acted_at: Date | null;
  readonly last_event_at: Date | null;
  readonly wave_state: WaveState;
  readonly wave: Wave | null;
  readonly footprint: Footprint | null;
}

const [SUCCESS, FAILURE] = [outcomeCodes.code('success'), outcomeCodes.code('failure')];

/** Reads what watches go by. */
@Injectable()
export class SecondWaveReadModel {
  members(tx: Transaction): Promise<WatchedMember[]> {
    return tx.query(
      `SELECT incident_member.incident_id, incident.status AS incident_status, incident.last_activity_at,
              incident_member.account_id, incident_member.remediated_at, incident_member.wave_state,
              incident_member.wave, account_footprint.footprint, account_state.last_at AS last_event_at,
              (SELECT max(action.finished_at) FROM action
                WHERE action.account_id = incident_member.account_id AND action.status = 'applied'
                  AND action.operation IN ('force-reset', 'temporary-password', 'lock', 'disable') AND NOT action.dry_run
                  AND action.finished_at >= incident.first_sign_in_at) AS acted_at
         FROM incident
         JOIN incident_member ON incident_member.incident_id = incident.id
         LEFT JOIN account_footprint ON account_footprint.account_id = incident_member.account_id
         LEFT JOIN account_state ON account_state.account_id = incident_member.account_id
        WHERE incident.status IN ('open', 'contained')
        ORDER BY incident_member.incident_id, incident_member.account_id`,
    );
  }

  /** Time of the newest event of all, ms. */
  async logNow(tx: Transaction): Promise<number | undefined> {
    const [row]: { newest: Date | null }[] = await tx.query(
      `SELECT ingest_clock.newest_event_at AS newest FROM ingest_clock`,
    );
    return row?.newest?.getTime();
  }

  /** Successes of an account since a time (ms), by address. */
  async usesSince(tx: Transaction, accountId: string, since: number): Promise<UseAfter[]> {
    const rows: { address: string; first: Date; last: Date }[] = await tx.query(
      `SELECT host(event.source_ip) AS address, min(event.at) AS first, max(event.at) AS last
         FROM event
        WHERE event.account_id = $1 AND event.at >= $2 AND event.outcome = ${SUCCESS}
          AND event.source_ip IS NOT NULL
        GROUP BY event.source_ip`,
      [accountId, new Date(since).toISOString()],
    );
    return rows.flatMap(({ address, first, last }) => {
      const canonical = canonicalAddress(address);
      if (canonical === undefined) return [];
      const network = networkOf(canonical);
      return { address: canonical, network, first: first.getTime(), last: last.getTime() };
    });
  }

  /** Failed sign-ins of an account since a time (ms), by address. */
  async failuresSince(tx: Transaction, accountId: string, since: number) {
    const rows: { address: string; tries: number }[] = await tx.query(
      `SELECT host(event.source_ip) AS address, count(*)::int AS tries FROM event
        WHERE event.account_id = $1 AND event.at >= $2 AND event.outcome = ${FAILURE}
          AND event.source_ip IS NOT NULL
        GROUP BY event.source_ip`,
      [accountId, new Date(since).toISOString()],
    );
    return rows.map(({ address, tries }) => ({
      network: networkOf(canonicalAddress(address) ?? '0.0.0.0'),
      tries,
    }));
  }

  async save(
    tx: Transaction,
    { incident_id: incidentId, account_id: accountId }: WatchedMember,
    remediatedAt: number | undefined,
    wave: Wave,
  ): Promise<void> {
    await tx.query(
      `UPDATE incident_member SET remediated_at = $3, wave_state = $4, wave = $5
        WHERE incident_id = $1 AND account_id = $2`,
      [
        incidentId,
        accountId,
        remediatedAt === undefined ? null : new Date(remediatedAt).toISOString(),
        wave.state,
        JSON.stringify(wave),
      ],
    );
  }

  /** The state of an account's newest watch. */
  async stateOf(tx: Transaction, accountId: string): Promise<WaveState> {
    const [row]: { wave_state: WaveState }[] = await tx.query(
      `SELECT incident_member.wave_state FROM incident_member
        WHERE incident_member.account_id = $1 ORDER BY incident_member.incident_id DESC LIMIT 1`,
      [accountId],
    );
    return row?.wave_state ?? 'none';
  }
}
