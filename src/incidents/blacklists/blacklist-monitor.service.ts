import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import type { Operator } from '../../auth/operator.js';
import { DomainError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { callerKey } from '../../platform/http/caller.js';
import { JOB_QUEUE, type JobQueue } from '../../platform/queue/job-queue.js';
import type { BlacklistSettings } from './blacklist-settings.js';
import { BlacklistRepository, type CheckRow, type ListingRow } from './blacklist.repository.js';

/** Name of the job that does a check. */
export const BLACKLIST_CHECK_JOB = 'check-blacklists';
/** Age at which the job of a check that hasn't ended counts as lost. */
const SILENCE_SECONDS = 120;

/** What is watched, and checks on demand. */
@Injectable()
export class BlacklistMonitor {
  constructor(
    private readonly database: Database,
    private readonly repository: BlacklistRepository,
    private readonly auditLog: AuditLogService,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {}

  settings(): Promise<BlacklistSettings> {
    return this.repository.settings();
  }

  /** Replaces the settings; listings of what is no longer watched stay in the history as they are. */
  async configure(settings: BlacklistSettings, operator: Operator): Promise<BlacklistSettings> {
    await this.database.transaction(async (tx) => {
      const before = await this.repository.settings(tx);
      await this.repository.saveSettings(tx, settings);
      await this.auditLog.append(
        { actor: operator, what: 'blacklist-monitor.changed', detail: { before, after: settings } },
        tx,
      );
    });
    return settings;
  }

  /**
   * Asks for a check.
   *
   * @throws DomainError `blacklist-nothing-to-check`
   */
  async request(operator: Operator): Promise<CheckRow> {
    await this.requireSomething();
    const check = await this.database.transaction(async (tx) => {
      const made = await this.repository.addCheck(tx, newId(), callerKey(operator));
      const what = 'blacklist-check.requested';
      await this.auditLog.append({ actor: operator, what, subject: made.id }, tx);
      return made;
    });
    await this.remind(check.id);
    return check;
  }

  /** Makes the check of a scheduled run, once for each run. @throws DomainError as `request` */
  async begin(runId: string, actor: string): Promise<CheckRow> {
    await this.requireSomething();
    return this.repository.addCheck(this.database.direct, runId, actor);
  }

  /** @throws DomainError `blacklist-check-not-found` */
  async check(id: string): Promise<CheckRow> {
    const check = await this.repository.check(id);
    if (check) return check;
    throw new DomainError('not-found', 'blacklist-check-not-found', 'There is no such check.');
  }

  /** Where the addresses are and were listed, the newest first. @param current only what lasts */
  listings(current: boolean, after: string | undefined, limit: number): Promise<ListingRow[]> {
    return this.repository.listings(current, after, limit);
  }

  /** For a report: how many addresses are watched, and listings that lasted at or after a time. */
  async since(time: Date) {
    const { addresses, zones } = await this.repository.settings();
    return {
      watched: zones.length > 0 ? addresses.length : 0,
      listings: await this.repository.listingsSince(time),
    };
  }

  /** Reminds of checks whose job a crash has lost. */
  async sweep(): Promise<void> {
    for (const id of await this.repository.silentChecks(SILENCE_SECONDS)) await this.remind(id);
  }

  private remind(checkId: string): Promise<void> {
    return this.queue.add(
      BLACKLIST_CHECK_JOB,
      { checkId },
      { id: `blacklist-check-${checkId}`, repeatFinished: true },
    );
  }

  private async requireSomething(): Promise<void> {
    const { addresses, zones } = await this.repository.settings();
    if (addresses.length > 0 && zones.length > 0) return;
    throw new DomainError(
      'conflict',
      'blacklist-nothing-to-check',
      'Name the outgoing addresses and the blacklists first: PUT /v1/blacklist-monitor.',
    );
  }
}
