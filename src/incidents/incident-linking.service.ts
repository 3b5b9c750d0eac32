import { Injectable } from '@nestjs/common';
import { AuditLogService, type NewAuditEntry } from '../audit-log/audit-log.service.js';
import type { NewHappening } from '../kernel/happening.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Happenings } from '../platform/happenings/happenings.service.js';
import { campaignsOf, type Cluster, MAX_FROM_NOTHING } from './domain/campaigns.js';
import { type LiveIncident, planIncidents } from './domain/incident.js';
import { summaryOf, titleOf } from './domain/incident-summary.js';
import { FootprintReadModel } from './footprint.read-model.js';
import { FootprintsService } from './footprints.service.js';
import { IncidentRepository, type NewMember, stampOf } from './incident.repository.js';

/** Accounts that are looked at in one transaction. */
const AT_ONCE = 200;
/** An account with a footprint is looked at again at most so often, however busy it is. */
const REST_SECONDS = 60;
/** Who incidents are opened and changed by, in the audit log. */
const MACHINE = 'incidents';

/**
 * Joins accounts in trouble into incidents. It runs beside ingest and never in its way: what was
 * seen of an account stands in the row of its footprint, in the same transaction as what follows
 * from it, so a crash loses nothing and a second run changes nothing.
 */
@Injectable()
export class IncidentLinking {
  constructor(
    private readonly database: Database,
    private readonly reading: FootprintReadModel,
    private readonly footprints: FootprintsService,
    private readonly incidents: IncidentRepository,
    private readonly auditLog: AuditLogService,
    private readonly happenings: Happenings,
  ) {}

  /**
   * Looks at every account of which there is something new.
   *
   * @param restSeconds for tests and replays: how long an account that was looked at is left alone
   */
  async run(abort?: AbortSignal, restSeconds = REST_SECONDS): Promise<void> {
    let looked: number;
    do {
      abort?.throwIfAborted();
      looked = await this.database.transaction((tx) => this.look(tx, restSeconds));
    } while (looked === AT_ONCE);
  }

  private async look(tx: Transaction, restSeconds: number): Promise<number> {
    await this.incidents.lock(tx);
    const due = await this.reading.due(tx, restSeconds, AT_ONCE);
    if (due.length === 0) return 0;
    const traces = await this.footprints.of(
      tx,
      due.flatMap(({ accountId, lastEventAt, isCleared }) =>
        lastEventAt === null || isCleared ? [] : { accountId, lastEventAt: lastEventAt.getTime() },
      ),
    );
    await this.incidents.saveFootprints(
      tx,
      due.map((account) => ({ due: account, footprint: traces.get(account.accountId)?.footprint })),
    );
    const high = due.filter(({ isHigh }) => isHigh).map(({ accountId }) => accountId);
    await this.regroup(tx, high);
    return due.length;
  }

  /** Makes campaigns of the members of live incidents and of the accounts that came to it. */
  private async regroup(tx: Transaction, comers: readonly string[]): Promise<void> {
    const live = await this.incidents.live(tx);
    const accountIds = new Set([...live.flatMap(({ memberIds }) => memberIds), ...comers]);
    const footprints = await this.incidents.footprints(tx, [...accountIds]);
    const settled =
      footprints.length > MAX_FROM_NOTHING ? live.map(({ memberIds }) => memberIds) : [];
    const campaigns = campaignsOf(footprints, settled);
    const { incidentOf, merged } = planIncidents(campaigns, live);
    const before = new Map(live.map(({ id, stamp }) => [id, stamp]));

    const audit: NewAuditEntry[] = [];
    const happened: NewHappening[] = [];
    for (const [index, campaign] of campaigns.entries()) {
      const summary = summaryOf(campaign);
      const members = membersOf(campaign);
      const known = incidentOf[index];
      const ids = members.map(({ accountId }) => accountId);
      if (known !== undefined && before.get(known) === stampOf(summary, ids)) continue;
      const id = known ?? (await this.incidents.open(tx, summary));
      await this.incidents.setMembers(tx, id, members);
      if (known !== undefined) await this.incidents.update(tx, id, summary);
      const detail = { accounts: ids.length, title: titleOf(summary) };
      if (known === undefined) {
        audit.push({ actor: MACHINE, what: 'incident.opened', subject: id, detail });
        happened.push({ kind: 'incident.opened', subject: id, detail });
      } else if (hasOtherMembers(live, known, ids))
        happened.push({ kind: 'incident.changed', subject: id, detail });
    }
    for (const { id, into } of merged) {
      await this.incidents.setMembers(tx, id, []);
      await this.incidents.setStatus(tx, id, into === undefined ? 'closed' : 'merged', into);
      const what = into === undefined ? 'incident.closed' : 'incident.merged';
      const detail = into === undefined ? {} : { into };
      audit.push({ actor: MACHINE, what, subject: id, detail });
      happened.push({ kind: 'incident.closed', subject: id, detail });
    }
    await this.happenings.record(tx, happened);
    await this.auditLog.appendAll(audit, tx);
  }
}

function hasOtherMembers(live: readonly LiveIncident[], id: string, members: readonly string[]) {
  const before = live.find((incident) => incident.id === id)?.memberIds ?? [];
  return before.length !== members.length || members.some((member) => !before.includes(member));
}

function membersOf({ members, profile }: Cluster): NewMember[] {
  return members.map(({ accountId, uses }) => {
    const networks = new Set(uses.map(({ network }) => network));
    const shared = [...networks].filter((network) => (profile.networks.get(network) ?? 0) > 1);
    return { accountId, reason: { sharedNetworks: shared.length, networks: networks.size } };
  });
}
