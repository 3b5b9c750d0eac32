import { Injectable } from '@nestjs/common';
import type { Standing } from '../accounts/domain/standing.js';
import { Database } from '../platform/database/database.js';
import type { Level } from '../risk/domain/level.js';
import type { IncidentStatus } from './domain/incident.js';
import type { IncidentSummary } from './domain/incident-summary.js';
import type { WaveState } from './domain/second-wave.js';
import type { MembershipReason } from './incident.repository.js';

/** An incident as lists show it. */
export interface IncidentRow {
  readonly id: string;
  readonly number: number;
  readonly status: IncidentStatus;
  readonly version: number;
  readonly opened_at: Date;
  readonly changed_at: Date;
  readonly closed_at: Date | null;
  readonly merged_into: string | null;
  readonly summary: IncidentSummary;
  /** Members by the state of their second-wave watch. */
  readonly waves: Partial<Record<WaveState, number>>;
}

/** An account of an incident. */
export interface MemberRow {
  readonly account_id: string;
  readonly login: string;
  readonly display_name: string | null;
  readonly joined_at: Date;
  readonly reason: MembershipReason;
  readonly standing: Standing;
  readonly score: number;
  readonly level: Level;
  readonly remediated_at: Date | null;
  readonly wave_state: WaveState;
}

/** Which incidents a list shows, newest first. */
export interface IncidentFilter {
  readonly status?: IncidentStatus | undefined;
  readonly accountId?: string | undefined;
  /** Id of the last incident of the page before. */
  readonly after?: string | undefined;
}

const SELECT = `
  SELECT incident.id, incident.number, incident.status, incident.version, incident.opened_at,
         incident.changed_at, incident.closed_at, incident.merged_into, incident.summary,
         coalesce((SELECT jsonb_object_agg(counted.wave_state, counted.members)
                     FROM (SELECT incident_member.wave_state, count(*) AS members FROM incident_member
                            WHERE incident_member.incident_id = incident.id GROUP BY 1) AS counted), '{}') AS waves
    FROM incident`;

/** Lists of incidents and of their accounts. */
@Injectable()
export class IncidentReadModel {
  constructor(private readonly database: Database) {}

  list(filter: IncidentFilter, limit: number): Promise<IncidentRow[]> {
    return this.database.direct.query(
      `${SELECT}
        WHERE ($1::text IS NULL OR incident.status = $1)
          AND ($2::uuid IS NULL OR EXISTS (
                SELECT FROM incident_member
                 WHERE incident_member.incident_id = incident.id AND incident_member.account_id = $2))
          AND ($3::uuid IS NULL OR incident.id < $3)
        ORDER BY incident.id DESC LIMIT ${limit}`,
      [filter.status ?? null, filter.accountId ?? null, filter.after ?? null],
    );
  }

  async find(id: string): Promise<IncidentRow | undefined> {
    const [row]: IncidentRow[] = await this.database.direct.query(
      `${SELECT} WHERE incident.id = $1`,
      [id],
    );
    return row;
  }

  /** The accounts of an incident, by id. */
  members(incidentId: string, after: string | undefined, limit: number): Promise<MemberRow[]> {
    return this.database.direct.query(
      `SELECT incident_member.account_id, account.login, account.display_name, incident_member.joined_at,
              incident_member.reason, account.standing, coalesce(account_risk.score, 0) AS score,
              coalesce(account_risk.level, 'low') AS level, incident_member.remediated_at,
              incident_member.wave_state
         FROM incident_member
         JOIN account ON account.id = incident_member.account_id
         LEFT JOIN account_risk ON account_risk.account_id = incident_member.account_id
        WHERE incident_member.incident_id = $1 AND ($2::uuid IS NULL OR incident_member.account_id > $2)
        ORDER BY incident_member.account_id LIMIT ${limit}`,
      [incidentId, after ?? null],
    );
  }

  /** The live incident that an account belongs to. */
  async openOf(accountId: string): Promise<string | undefined> {
    const [row]: { id: string }[] = await this.database.direct.query(
      `SELECT incident.id FROM incident_member
         JOIN incident ON incident.id = incident_member.incident_id
        WHERE incident_member.account_id = $1 AND incident.status IN ('open', 'contained')
        ORDER BY incident.id DESC LIMIT 1`,
      [accountId],
    );
    return row?.id;
  }
}
