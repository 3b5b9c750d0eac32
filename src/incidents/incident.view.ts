import { titleOf } from './domain/incident-summary.js';
import type { IncidentRow, MemberRow } from './incident.read-model.js';
import type { IncidentMemberView, IncidentView } from './incidents.schemas.js';

/** An incident as the API shows it. */
export function toIncidentView(row: IncidentRow): IncidentView {
  const { id, number, status, summary, waves } = row;
  return {
    id,
    number,
    status,
    title: titleOf(summary),
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    mergedInto: row.merged_into,
    ...summary,
    countries: [...summary.countries],
    secondWave: {
      none: waves.none ?? 0,
      watching: waves.watching ?? 0,
      quiet: waves.quiet ?? 0,
      recurred: waves.recurred ?? 0,
    },
  };
}

/** An account of an incident as the API shows it. */
export function toMemberView(row: MemberRow): IncidentMemberView {
  const { login, standing, score, level } = row;
  return {
    accountId: row.account_id,
    login,
    displayName: row.display_name,
    joinedAt: row.joined_at.toISOString(),
    standing,
    score,
    level,
    networks: row.reason.networks,
    sharedNetworks: row.reason.sharedNetworks,
    remediatedAt: row.remediated_at?.toISOString() ?? null,
    secondWave: row.wave_state,
  };
}
