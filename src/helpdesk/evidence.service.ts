import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { networkOf } from '../kernel/ip-address.js';
import { PasswordFindingsService } from '../passwords/password-findings.service.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { Database } from '../platform/database/database.js';
import { GeoLocator } from '../platform/geoip/geo-locator.js';
import type { Evidence, Sighting } from './domain/evidence.js';
import { EvidenceReadModel, type UsedAddress } from './evidence.read-model.js';

const PLACES = 15;
const ACTIONS = 10;

/** Gathers what a ticket tells of an account. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly database: Database,
    private readonly reading: EvidenceReadModel,
    private readonly findings: PasswordFindingsService,
    private readonly geo: GeoLocator,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws DomainError `account-not-found` */
  async of(accountId: string): Promise<Evidence> {
    const { direct } = this.database;
    const account = await this.reading.account(direct, accountId);
    if (!account)
      throw new DomainError('not-found', 'account-not-found', 'There is no such account.');
    const addresses = await this.reading.addresses(direct, accountId, PLACES);
    const findings = await this.findings.openOf([accountId]);
    const actions = await this.reading.actions(direct, accountId, ACTIONS);
    return {
      login: account.login,
      displayName: account.display_name ?? '',
      score: account.score,
      level: account.level,
      standing: account.standing,
      access: accessOf(account.directory_state),
      contributions: account.contributions.map(({ detector, contribution, summary }) => ({
        detector,
        points: Math.round(contribution * 100),
        summary,
      })),
      places: addresses.map((address) => this.sighting(address)),
      furtherAddresses: Math.max(0, (addresses[0]?.total ?? 0) - addresses.length),
      actions: actions.map((action) => ({
        operation: action.operation,
        status: action.status,
        reason: action.reason,
        by: action.requested_by,
        at: action.created_at.toISOString(),
      })),
      findings: (findings.get(accountId) ?? []).map(({ finding, severity }) => ({
        finding,
        severity,
      })),
      links: this.links('account', `/v1/accounts/${accountId}`),
    };
  }

  /** A link to a page of ours; none where nobody said how we are reached. */
  links(title: string, path: string): Evidence['links'] {
    const { PUBLIC_URL: base } = this.settings;
    return base === undefined ? [] : [{ title, url: new URL(path, base).href }];
  }

  /** An address, or its network where the setting asks for no more. */
  shown(address: string): string {
    return this.settings.HELPDESK_ADDRESSES === 'network' ? networkOf(address) : address;
  }

  private sighting(used: UsedAddress): Sighting {
    const place = this.geo.locate(used.address);
    return {
      address: this.shown(used.address),
      place:
        [place?.city, place?.country, place?.organization].filter(Boolean).join(', ') ||
        'place unknown',
      count: used.count,
      firstAt: used.first_at.toISOString(),
      lastAt: used.last_at.toISOString(),
    };
  }
}

function accessOf(state: { readonly active: boolean } | null): Evidence['access'] {
  if (state === null) return 'unknown';
  return state.active ? 'open' : 'closed';
}
