import type { AccountRow } from './account.read-model.js';
import type { AccountCardView, AccountView } from './accounts.schemas.js';

/** An account as a list shows it. */
export function toAccountView(row: AccountRow): AccountView {
  return {
    id: row.id,
    login: row.login,
    displayName: row.display_name,
    directory: row.directory,
    score: row.score,
    level: row.level,
    standing: row.standing,
    protected: row.protected,
    firstEventAt: row.first_at?.toISOString() ?? null,
    lastEventAt: row.last_at?.toISOString() ?? null,
    openSignals: row.open_signals,
  };
}

/** An account with its explanation. */
export function toAccountCard(row: AccountRow): AccountCardView {
  const state = row.directory_state;
  const password = row.password_state;
  return {
    ...toAccountView(row),
    explanation: { score: row.score, contributions: row.contributions },
    scoredAt: row.scored_at?.toISOString() ?? null,
    directoryState: state && {
      active: state.active,
      ...(state.mustChange === undefined ? {} : { mustChange: state.mustChange }),
    },
    mail: row.mail,
    unit: row.unit,
    groups: row.groups,
    enabled: row.enabled,
    password: {
      changedAt: row.password_changed_at?.toISOString() ?? null,
      expiresAt: password?.expiresAt ?? null,
      neverExpires: password?.neverExpires ?? null,
      mustChange: password?.mustChange ?? null,
      scheme: password?.scheme ?? null,
      findings: row.password_findings,
    },
  };
}
