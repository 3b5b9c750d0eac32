import type { Card } from './cards.service.js';
import type { CardView, WorklistItemView } from './counter.schemas.js';
import type { WorklistRow } from './worklist.read-model.js';

/** A card as the API shows it. */
export function cardView(card: Card): CardView {
  const { accountId, evidence, closure, ticket, release } = card;
  return {
    accountId,
    login: evidence.login,
    displayName: evidence.displayName,
    level: evidence.level,
    score: evidence.score,
    standing: evidence.standing,
    access: evidence.access,
    locked: closure
      ? {
          since: closure.since.toISOString(),
          by: closure.by,
          reason: closure.reason,
          until: closure.until?.toISOString() ?? null,
        }
      : null,
    why: [...card.why],
    places: evidence.places.map((place) => ({ ...place })),
    furtherAddresses: evidence.furtherAddresses,
    findings: evidence.findings.map((finding) => ({ ...finding })),
    ticket: ticket ? { key: ticket.key, url: ticket.remote_url, status: ticket.status } : null,
    next: [...card.next],
    ways: card.contacts.map(({ id, kind, name, shown }) => ({ contactId: id, kind, name, shown })),
    attributes: card.attributes.map(({ id, name }) => ({ attributeId: id, name })),
    release: {
      allowed: release.allowed,
      code: release.allowed ? null : release.code,
      because: release.allowed ? null : release.detail,
    },
  };
}

/** A line of a worklist as the API shows it. */
export function worklistItemView(row: WorklistRow): WorklistItemView {
  return {
    key: row.key,
    accountId: row.account_id,
    login: row.login,
    displayName: row.display_name,
    since: row.since?.toISOString() ?? null,
    until: row.until?.toISOString() ?? null,
    note: row.note,
  };
}
