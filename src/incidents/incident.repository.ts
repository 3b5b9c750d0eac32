import { Injectable } from '@nestjs/common';
import { newId } from '../kernel/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Footprint } from './domain/footprint.js';
import type { IncidentStatus, LiveIncident } from './domain/incident.js';
import type { IncidentSummary } from './domain/incident-summary.js';
import type { DueAccount } from './footprint.read-model.js';

/** A live incident with what is known of its members. */
export interface StoredIncident extends LiveIncident {
  readonly status: IncidentStatus;
  /** A text that changes with the summary and the members. */
  readonly stamp: string;
}

/** Why an account counts as part of an incident. */
export interface MembershipReason {
  /** Networks of the intruders on this account that they also used on others of the incident. */
  readonly sharedNetworks: number;
  readonly networks: number;
}

/** A membership to be written. */
export interface NewMember {
  readonly accountId: string;
  readonly reason: MembershipReason;
}

/** Writes and reads incidents, their members and footprints. */
@Injectable()
export class IncidentRepository {
  /** Lets one process at a time change incidents, to the end of the transaction. */
  async lock(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('authwarden.incidents'))`);
  }

  async saveFootprints(
    tx: Transaction,
    seen: readonly { readonly due: DueAccount; readonly footprint: Footprint | undefined }[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO account_footprint (account_id, seen_signals, seen_event_at, seen_verdict_at, footprint)
       SELECT * FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::jsonb[])
       ON CONFLICT (account_id) DO UPDATE
         SET seen_signals = excluded.seen_signals, seen_event_at = excluded.seen_event_at,
             seen_verdict_at = excluded.seen_verdict_at, footprint = excluded.footprint, looked_at = now()`,
      [
        seen.map(({ due }) => due.accountId),
        seen.map(({ due }) => due.openSignals),
        seen.map(({ due }) => due.lastEventAt),
        seen.map(({ due }) => due.verdictAt),
        seen.map(({ footprint }) => (footprint ? JSON.stringify(footprint) : null)),
      ],
    );
  }

  async footprints(tx: Transaction, accountIds: readonly string[]): Promise<Footprint[]> {
    const rows: { footprint: Footprint }[] = await tx.query(
      `SELECT account_footprint.footprint FROM account_footprint
        WHERE account_footprint.account_id = ANY($1::uuid[]) AND account_footprint.footprint IS NOT NULL`,
      [accountIds],
    );
    return rows.map(({ footprint }) => footprint);
  }

  /** Incidents that accounts may join, the oldest first. */
  async live(tx: Transaction): Promise<StoredIncident[]> {
    const rows: {
      id: string;
      status: IncidentStatus;
      summary: unknown;
      members: string[];
    }[] = await tx.query(
      `SELECT incident.id, incident.status, incident.summary,
              coalesce(array_agg(incident_member.account_id::text ORDER BY incident_member.account_id)
                       FILTER (WHERE incident_member.account_id IS NOT NULL), '{}') AS members
         FROM incident LEFT JOIN incident_member ON incident_member.incident_id = incident.id
        WHERE incident.status IN ('open', 'contained')
        GROUP BY incident.id ORDER BY incident.opened_at, incident.id`,
    );
    return rows.map(({ id, status, summary, members }) => ({
      id,
      status,
      memberIds: members,
      stamp: stampOf(summary, members),
    }));
  }

  async open(tx: Transaction, summary: IncidentSummary): Promise<string> {
    const id = newId();
    await tx.query(
      `INSERT INTO incident (id, status, first_sign_in_at, first_abuse_at, last_activity_at, summary)
       VALUES ($1, 'open', $2, $3, $4, $5)`,
      [id, ...timesOf(summary), JSON.stringify(summary)],
    );
    return id;
  }

  /** Somebody new, or something new of somebody: the incident is open again if it was contained. */
  async update(tx: Transaction, id: string, summary: IncidentSummary): Promise<void> {
    await tx.query(
      `UPDATE incident
          SET version = version + 1, changed_at = now(), first_sign_in_at = $2, first_abuse_at = $3,
              last_activity_at = $4, summary = $5
        WHERE id = $1`,
      [id, ...timesOf(summary), JSON.stringify(summary)],
    );
  }

  async setStatus(
    tx: Transaction,
    id: string,
    status: IncidentStatus,
    mergedInto?: string,
  ): Promise<void> {
    await tx.query(
      `UPDATE incident
          SET status = $2, version = version + 1, changed_at = now(), merged_into = $3,
              closed_at = CASE WHEN $2 IN ('closed', 'merged') THEN now() END
        WHERE id = $1`,
      [id, status, mergedInto ?? null],
    );
  }

  /** Makes exactly these accounts the incident's; who was a member already keeps his time. */
  async setMembers(tx: Transaction, id: string, members: readonly NewMember[]): Promise<void> {
    const ids = members.map(({ accountId }) => accountId);
    // An account is in one live incident at most, and takes what is known of its remedy along.
    await tx.query(
      `DELETE FROM incident_member
        WHERE incident_member.incident_id = $1 AND incident_member.account_id <> ALL($2::uuid[])`,
      [id, ids],
    );
    await tx.query(
      `WITH moved AS (
         DELETE FROM incident_member USING incident
          WHERE incident.id = incident_member.incident_id AND incident.status IN ('open', 'contained')
            AND incident_member.incident_id <> $1 AND incident_member.account_id = ANY($2::uuid[])
         RETURNING incident_member.*)
       INSERT INTO incident_member (incident_id, account_id, joined_at, reason, remediated_at, wave_state, wave)
       SELECT $1, asked.account_id, coalesce(moved.joined_at, now()), asked.reason, moved.remediated_at,
              coalesce(moved.wave_state, 'none'), moved.wave
         FROM unnest($2::uuid[], $3::jsonb[]) AS asked (account_id, reason)
         LEFT JOIN moved ON moved.account_id = asked.account_id
       ON CONFLICT (incident_id, account_id) DO UPDATE SET reason = excluded.reason`,
      [id, ids, members.map(({ reason }) => JSON.stringify(reason))],
    );
  }
}

/** What changes when a campaign does. */
export function stampOf(summary: unknown, memberIds: readonly string[]): string {
  const entries = Object.entries(typeof summary === 'object' && summary !== null ? summary : {});
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted, [...memberIds].sort()]);
}

function timesOf({ firstSignInAt, firstAbuseAt, lastActivityAt }: IncidentSummary) {
  return [firstSignInAt, firstAbuseAt, lastActivityAt];
}
