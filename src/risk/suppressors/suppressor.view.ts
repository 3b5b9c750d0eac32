import { canonicalNetwork } from '../../kernel/ip-address.js';
import type { StoredSuppressor } from './suppressor.repository.js';
import type { NewSuppressor, SuppressorChange } from './suppressors.service.js';
import type {
  NewSuppressorBody,
  SuppressorPatchBody,
  SuppressorView,
} from './suppressors.schemas.js';

/** A suppressor as it is shown. */
export function suppressorView(suppressor: StoredSuppressor): SuppressorView {
  const { id, kind, note, enabled, createdAt } = suppressor;
  return {
    id,
    kind,
    network: suppressor.network ?? null,
    accountId: suppressor.accountId ?? null,
    account: suppressor.account ?? null,
    countries: suppressor.countries === undefined ? null : [...suppressor.countries],
    from: momentOf(suppressor.from),
    to: momentOf(suppressor.to),
    days: suppressor.days ?? null,
    note,
    enabled,
    createdAt: createdAt.toISOString(),
  };
}

/** What a body declares. */
export function declared(body: NewSuppressorBody): NewSuppressor {
  const { kind, note, enabled } = body;
  return { kind, note, enabled, ...changed(body) };
}

/** What a body changes: null takes a limit off, what is absent stays. */
export function changed(body: SuppressorPatchBody | NewSuppressorBody): SuppressorChange {
  const { network, accountId, countries, from, to, days, note, enabled } = body;
  return {
    ...(network !== undefined && { network: canonicalNetwork(network ?? '') }),
    ...(accountId !== undefined && { accountId: accountId ?? undefined }),
    ...(countries !== undefined && { countries: countries ?? undefined }),
    ...(from !== undefined && { from: timeOf(from) }),
    ...(to !== undefined && { to: timeOf(to) }),
    ...(days !== undefined && { days: days ?? undefined }),
    ...(note !== undefined && { note }),
    ...(enabled !== undefined && { enabled }),
  };
}

function timeOf(moment: string | null): number | undefined {
  return moment === null ? undefined : Date.parse(moment);
}

function momentOf(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
