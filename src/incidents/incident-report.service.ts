import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { PasswordFindingsService } from '../passwords/password-findings.service.js';
import { GeoLocator } from '../platform/geoip/geo-locator.js';
import { isLocated } from '../risk/domain/known-places.js';
import { BlacklistMonitor } from './blacklists/blacklist-monitor.service.js';
import { buildReport } from './domain/build-report.js';
import { commonPoints } from './domain/common-points.js';
import { HABIT_MS } from './domain/episode.js';
import type { Footprint } from './domain/footprint.js';
import { titleOf } from './domain/incident-summary.js';
import type { MemberFacts } from './domain/report-facts.js';
import type { IncidentReport, ReportPlace } from './domain/report.js';
import type { Wave } from './domain/second-wave.js';
import type { IncidentRow } from './incident.read-model.js';
import { IncidentsService } from './incidents.service.js';
import { type Intrusions, type ReportMember, ReportReadModel } from './report.read-model.js';
import { TraitsReadModel } from './traits.read-model.js';

const MOST_BARS = 240;
const MOST_PLACES = 400;
const MOST_EVIDENCE = 3;
/** What keeps intruders out. */
const REMEDIES = new Set(['force-reset', 'temporary-password', 'lock', 'disable']);
const NO_WAVE: Wave = {
  state: 'none',
  watchedUntil: null,
  recurredAt: null,
  intruders: [],
  endPoints: [],
  ownerSeen: false,
  failedTries: 0,
};

/** Gathers all that is known of an incident, and makes its report. */
@Injectable()
export class IncidentReportService {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly reading: ReportReadModel,
    private readonly traits: TraitsReadModel,
    private readonly findings: PasswordFindingsService,
    private readonly places: GeoLocator,
    private readonly blacklists: BlacklistMonitor,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The report as of now; that of a closed incident is the last one that was made.
   *
   * @throws DomainError `incident-not-found`, `incident-without-accounts`
   */
  async of(incidentId: string): Promise<IncidentReport> {
    const incident = await this.incidents.get(incidentId);
    const kept =
      incident.status === 'closed' ? await this.reading.keptReport(incidentId) : undefined;
    return kept ?? this.make(incident);
  }

  /** Keeps the report of an incident that was just closed. */
  async keep(incidentId: string): Promise<void> {
    const report = await this.make(await this.incidents.get(incidentId));
    await this.reading.keepReport(incidentId, report);
  }

  private async make(incident: IncidentRow): Promise<IncidentReport> {
    const incidentId = incident.id;
    const rows = (await this.reading.members(incidentId)).flatMap((row) =>
      row.footprint ? { ...row, footprint: row.footprint } : [],
    );
    if (rows.length === 0)
      throw new DomainError(
        'conflict',
        'incident-without-accounts',
        incident.merged_into === null
          ? 'Every account of this incident was cleared, so there is nothing to report.'
          : `This incident was merged into ${incident.merged_into}: read the report of that one.`,
      );
    const theirs = intrusionsOf(rows);
    const sure = [
      ...new Set(
        rows.flatMap(({ footprint }) =>
          footprint.uses.filter(({ whose }) => whose === 'campaign').map(({ address }) => address),
        ),
      ),
    ];
    const accountIds = rows.map(({ account_id: id }) => id);
    const touched = await this.reading.alsoTouched(sure, theirs);
    const others = await this.reading.others(incidentId, theirs.from, theirs.to);
    return buildReport({
      madeAt: this.clock.now().getTime(),
      incident: {
        id: incident.id,
        number: incident.number,
        status: incident.status,
        openedAt: incident.opened_at.getTime(),
        closedAt: incident.closed_at?.getTime(),
        summary: incident.summary,
      },
      members: await this.members(incident, rows),
      places: this.placesOf(rows.map(({ footprint }) => footprint)),
      commonPoints: await this.commonPointsOf(accountIds, theirs),
      senders: await this.reading.senders(accountIds, theirs.from),
      series: await this.seriesOf(theirs),
      unnamedMessages: await this.reading.unnamedMessages({ ...theirs, addresses: sure }),
      alsoTouched: touched.map(({ account_id: accountId, login, addresses, first }) => ({
        accountId,
        login,
        addresses,
        firstAt: first.toISOString(),
      })),
      otherIncidents: others.map(({ id, number, summary }) => ({
        id,
        number,
        title: titleOf(summary),
      })),
      blacklists: await this.blacklistsSince(theirs.from),
      audited: await this.reading.audited(accountIds),
    });
  }

  private async members(
    incident: IncidentRow,
    rows: readonly (ReportMember & { readonly footprint: Footprint })[],
  ): Promise<MemberFacts[]> {
    const ids = rows.map(({ account_id: id }) => id);
    // The machine acts in the transaction of the events, a little before the incident is opened.
    const since = new Date(incident.opened_at.getTime() - DAY_MS);
    const actions = new Map<string, { operation: string; status: string; at: number }[]>(
      ids.map((id) => [id, []]),
    );
    for (const { account_id: id, operation, status, at } of await this.reading.actions(ids, since))
      actions.get(id)?.push({ operation, status, at: at.getTime() });
    const findings = await this.findings.openOf(ids);
    return rows.map((row) => ({
      ...remedyOf(row, actions.get(row.account_id) ?? []),
      accountId: row.account_id,
      login: row.login,
      displayName: row.display_name,
      score: row.score,
      level: row.level,
      standing: row.standing,
      sharedNetworks: row.reason.sharedNetworks,
      joinedAt: row.joined_at.getTime(),
      footprint: row.footprint,
      evidence: row.contributions.slice(0, MOST_EVIDENCE).map(({ summary }) => summary),
      actions: actions.get(row.account_id) ?? [],
      findings: findings.get(row.account_id) ?? [],
    }));
  }

  private async commonPointsOf(accountIds: readonly string[], theirs: Intrusions) {
    const from = theirs.from - HABIT_MS / 4;
    const others = await this.traits.others(accountIds, from, theirs.to);
    const traits = await this.traits.of({
      accountIds: [...accountIds, ...others.accountIds],
      from,
      to: theirs.to,
      notTheirOwn: theirs,
    });
    const of = (ids: readonly string[]) => ids.flatMap((id) => traits.get(id) ?? []);
    return {
      ...commonPoints(of(accountIds), of(others.accountIds)),
      others: others.accountIds.length,
      isSample: others.total > others.accountIds.length,
    };
  }

  private async blacklistsSince(time: number): Promise<IncidentReport['blacklists']> {
    const { watched, listings } = await this.blacklists.since(new Date(time));
    return {
      watched,
      listings: listings.map((listing) => ({
        address: listing.address,
        zone: listing.zone,
        since: listing.listed_at.toISOString(),
        until: listing.delisted_at?.toISOString() ?? null,
        reason: listing.reason,
      })),
    };
  }

  private async seriesOf(theirs: Intrusions) {
    const span = theirs.to - theirs.from;
    const binMinutes = Math.max(1, Math.ceil(span / MINUTE_MS / MOST_BARS));
    const binHours = Math.max(1, Math.ceil(span / HOUR_MS / MOST_BARS));
    const hourly = await this.reading.messages(theirs, 60 * binHours);
    return {
      binMinutes,
      addressesAMinute: await this.reading.addressesAMinute(theirs, binMinutes),
      binHours,
      messagesAnHour: hourly.map(({ at, value }) => ({ at, value: value / binHours })),
    };
  }

  /** Places of the intruders, those with most addresses first. */
  private placesOf(footprints: readonly Footprint[]): ReportPlace[] {
    const places = new Map<string, ReportPlace & { readonly seen: Set<string> }>();
    for (const { address, signIns } of footprints.flatMap(({ uses }) => uses)) {
      const place = this.places.locate(address);
      if (!isLocated(place)) continue;
      const { latitude, longitude, country, city = null } = place;
      const key = `${latitude.toFixed(1)} ${longitude.toFixed(1)}`;
      const here = { latitude, longitude, country, city, addresses: 0, signIns: 0 };
      const known = places.get(key) ?? { ...here, seen: new Set<string>() };
      known.seen.add(address);
      places.set(key, { ...known, addresses: known.seen.size, signIns: known.signIns + signIns });
    }
    return [...places.values()]
      .sort((a, b) => b.addresses - a.addresses)
      .slice(0, MOST_PLACES)
      .map(({ seen: _seen, ...place }) => place);
  }
}

/** The watch comes round each minute; what was done since then counts already. */
function remedyOf(
  { remediated_at: remediatedAt, wave }: ReportMember,
  actions: MemberFacts['actions'],
): Pick<MemberFacts, 'remediatedAt' | 'wave'> {
  const applied = actions.filter(
    ({ operation, status }) => status === 'applied' && REMEDIES.has(operation),
  );
  const at = remediatedAt?.getTime() ?? applied.at(-1)?.at;
  if (at === undefined || (wave && wave.state !== 'none'))
    return { remediatedAt: at, wave: wave ?? undefined };
  return { remediatedAt: at, wave: { ...(wave ?? NO_WAVE), state: 'watching' } };
}

/** Who the intruders were where; the span has the whole last hour. */
function intrusionsOf(
  rows: readonly { readonly account_id: string; readonly footprint: Footprint }[],
): Intrusions {
  const pairs = rows.flatMap(({ account_id: accountId, footprint }) =>
    footprint.uses.map(({ address }) => ({ accountId, address })),
  );
  return {
    accountIds: pairs.map(({ accountId }) => accountId),
    addresses: pairs.map(({ address }) => address),
    from: Math.min(...rows.map(({ footprint }) => footprint.first)),
    to: Math.max(...rows.map(({ footprint }) => footprint.last)),
  };
}
