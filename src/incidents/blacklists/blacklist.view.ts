import type { CheckRow, ListingRow } from './blacklist.repository.js';
import type { CheckView, ListingView } from './blacklist.schemas.js';

/** A check as the API shows it. */
export function toCheckView(row: CheckRow): CheckView {
  const { id, status, done, total, result } = row;
  return {
    id,
    status,
    requestedBy: row.requested_by,
    progress: { done, total },
    result,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

/** A listing as the API shows it. */
export function toListingView(row: ListingRow): ListingView {
  const { id, address, zone, codes, reason } = row;
  return {
    id,
    address,
    zone,
    codes,
    reason,
    listedAt: row.listed_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    delistedAt: row.delisted_at?.toISOString() ?? null,
  };
}
