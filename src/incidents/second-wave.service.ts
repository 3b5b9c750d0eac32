import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { DAY_MS } from '../kernel/clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Happenings } from '../platform/happenings/happenings.service.js';
import { HABIT_MS } from './domain/episode.js';
import { INCIDENT_REST_MS, type IncidentStatus } from './domain/incident.js';
import { type Wave, type WaveState, waveOf } from './domain/second-wave.js';
import { FootprintReadModel } from './footprint.read-model.js';
import { IncidentReportService } from './incident-report.service.js';
import { IncidentRepository } from './incident.repository.js';
import { SecondWaveReadModel, type WatchedMember } from './second-wave.read-model.js';

/** Who incidents are contained and closed by, in the audit log. */
const MACHINE = 'second-wave-watch';

/** Watches accounts after their remedy, and says whether the intruders came back. */
@Injectable()
export class SecondWaveService {
  constructor(
    private readonly database: Database,
    private readonly reading: SecondWaveReadModel,
    private readonly footprints: FootprintReadModel,
    private readonly incidents: IncidentRepository,
    private readonly reports: IncidentReportService,
    private readonly auditLog: AuditLogService,
    private readonly happenings: Happenings,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Where the watch over an account stands; `none` for one that is part of no incident. */
  stateOf(accountId: string): Promise<WaveState> {
    return this.reading.stateOf(this.database.direct, accountId);
  }

  /** Brings every watch up to date, then contains and closes incidents. */
  async run(): Promise<void> {
    const closed = await this.database.transaction(async (tx) => {
      await this.incidents.lock(tx);
      const logNow = await this.reading.logNow(tx);
      const byIncident = new Map<string, WatchedMember[]>();
      for (const member of await this.reading.members(tx)) {
        const list = byIncident.get(member.incident_id) ?? [];
        byIncident.set(member.incident_id, [...list, member]);
      }
      const ended: string[] = [];
      for (const [id, members] of byIncident) {
        const waves = await this.watch(tx, members, logNow);
        const before = members[0]?.incident_status ?? 'open';
        const status = statusOf(waves, members[0]?.last_activity_at, logNow);
        if (status === before) continue;
        await this.incidents.setStatus(tx, id, status);
        const what = status === 'open' ? 'incident.reopened' : `incident.${status}`;
        const kind = status === 'closed' ? 'incident.closed' : 'incident.changed';
        await this.happenings.record(tx, { kind, subject: id, detail: { status } });
        await this.auditLog.append({ actor: MACHINE, what, subject: id, detail: {} }, tx);
        if (status === 'closed') ended.push(id);
      }
      return ended;
    });
    // Accounts go on to other incidents; the report of this one is to stay as it was.
    for (const id of closed) await this.reports.keep(id);
  }

  private async watch(
    tx: Transaction,
    members: readonly WatchedMember[],
    logNow: number | undefined,
  ): Promise<Wave[]> {
    const campaignNetworks = new Set(
      members.flatMap(({ footprint }) =>
        (footprint?.uses ?? [])
          .filter(({ whose }) => whose !== 'own')
          .map(({ network }) => network),
      ),
    );
    const waves: Wave[] = [];
    for (const member of members) {
      const remediatedAt = member.acted_at?.getTime();
      const wave = await this.waveOf(tx, member, remediatedAt, logNow, campaignNetworks);
      waves.push(wave);
      if (!isSame(wave, member.wave) || member.remediated_at?.getTime() !== remediatedAt)
        await this.reading.save(tx, member, remediatedAt, wave);
    }
    return waves;
  }

  private async waveOf(
    tx: Transaction,
    { account_id: accountId, last_event_at: lastEventAt, footprint }: WatchedMember,
    remediatedAt: number | undefined,
    logNow: number | undefined,
    networks: ReadonlySet<string>,
  ): Promise<Wave> {
    const watchMs = this.settings.SECOND_WAVE_DAYS * DAY_MS;
    const isSilent =
      remediatedAt === undefined || lastEventAt === null || lastEventAt.getTime() < remediatedAt;
    const base = { remediatedAt, watchMs, logNow };
    if (isSilent)
      return waveOf({
        ...base,
        uses: [],
        failedTries: 0,
        campaignNetworks: networks,
        ownNetworks: new Set(),
      });
    const first = footprint?.first ?? remediatedAt;
    const known = await this.footprints.networks(tx, [
      { accountId, from: first - HABIT_MS, to: remediatedAt },
    ]);
    const own = [...(known.get(accountId) ?? [])].filter((network) => !networks.has(network));
    const failures = await this.reading.failuresSince(tx, accountId, remediatedAt);
    return waveOf({
      ...base,
      uses: await this.reading.usesSince(tx, accountId, remediatedAt),
      failedTries: failures
        .filter(({ network }) => networks.has(network))
        .reduce((sum, { tries }) => sum + tries, 0),
      campaignNetworks: networks,
      ownNetworks: new Set(own),
    });
  }
}

/** PostgreSQL gives the fields back in an order of its own. */
function isSame(wave: Wave, stored: Wave | null): boolean {
  const text = (of: Wave | null) =>
    JSON.stringify(Object.entries(of ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(wave) === text(stored);
}

function statusOf(
  waves: readonly Wave[],
  lastActivityAt: Date | undefined,
  logNow: number | undefined,
): IncidentStatus {
  const isOld =
    logNow !== undefined &&
    lastActivityAt !== undefined &&
    logNow - lastActivityAt.getTime() > INCIDENT_REST_MS;
  if (waves.every(({ state }) => state === 'quiet') || isOld) return 'closed';
  return waves.every(({ state }) => state === 'watching' || state === 'quiet')
    ? 'contained'
    : 'open';
}
