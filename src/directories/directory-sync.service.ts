import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import { JOB_QUEUE, type JobQueue } from '../platform/queue/job-queue.js';
import { directoryNotFound } from './directories.service.js';
import { DirectoryConnectors } from './directory-connectors.service.js';
import { DirectoryRepository } from './directory.repository.js';
import type { Directory } from './domain/directory.js';
import { ROSTER_SINK, type RosterSink } from './domain/roster-sink.js';
import { isUnderWay, type Sync } from './domain/sync.js';

/** Name of the job that runs a synchronisation; its data is `{directoryId, syncId}`. */
export const DIRECTORY_SYNC_JOB = 'directory-sync';

const PAGE_SIZE = 500;

/** Takes a directory's accounts over, a page at a time. */
@Injectable()
export class DirectorySync {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
    private readonly connectors: DirectoryConnectors,
    private readonly auditLog: AuditLogService,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(ROSTER_SINK) private readonly sink: RosterSink,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Asks for a run. While one is under way, that one is answered.
   *
   * @throws DomainError `directory-not-found`
   */
  async request(directoryId: string, operator: Operator): Promise<Directory> {
    const directory = await this.database.transaction(async (tx) => {
      const found = await this.repository.find(tx, directoryId, true);
      if (!found) throw directoryNotFound();
      const now = this.clock.now();
      if (isUnderWay(found.sync, now)) return found;
      const at = now.toISOString();
      const sync: Sync = {
        id: newId(),
        status: 'queued',
        progress: { done: 0, total: 0 },
        requestedAt: at,
        heardAt: at,
      };
      await this.repository.change(tx, directoryId, { sync });
      await this.auditLog.append(
        { actor: operator, what: 'directory.sync-requested', subject: directoryId },
        tx,
      );
      return { ...found, sync };
    });
    // Also for a run that is under way: its job may have been lost, and a second one is none.
    const syncId = directory.sync?.id ?? '';
    const id = `${DIRECTORY_SYNC_JOB}.${syncId}`;
    await this.queue.add(DIRECTORY_SYNC_JOB, { directoryId, syncId }, { id });
    return directory;
  }

  /**
   * Runs the synchronisation that was asked for, unless it is done or another one has taken its
   * place. A repeat after a crash starts from the beginning, which is harmless.
   *
   * @throws DomainError why the directory can't be listed; the row says so too
   */
  async run(directoryId: string, syncId: string, abort: AbortSignal): Promise<void> {
    const directory = await this.repository.find(this.database.direct, directoryId);
    const sync = directory?.sync;
    if (!directory || sync?.id !== syncId || sync.status === 'done') return;
    try {
      await this.takeOver(directory, sync, abort);
    } catch (error) {
      const problem = error instanceof DomainError ? error.message : 'It broke off unexpectedly.';
      await this.note(directoryId, { ...sync, status: 'failed', problem });
      throw error;
    }
  }

  private async takeOver(directory: Directory, sync: Sync, abort: AbortSignal): Promise<void> {
    const { id } = directory;
    const startedAt = this.clock.now();
    const connector = await this.connectors.of(directory);
    const total = await connector.count();
    let done = 0;
    const running = () => ({ ...begun(sync), progress: { done, total: Math.max(done, total) } });

    await this.note(id, running());
    for await (const accounts of connector.list({ pageSize: PAGE_SIZE })) {
      if (abort.aborted) throw interrupted();
      await this.sink.receive(id, accounts, abort);
      done += accounts.length;
      await this.note(id, running());
    }
    await this.sink.finished(id, startedAt);

    const finishedAt = this.clock.now().toISOString();
    await this.database.transaction(async (tx) => {
      const last: Sync = {
        ...running(),
        status: 'done',
        progress: { done, total: done },
        heardAt: finishedAt,
        finishedAt,
      };
      await this.repository.noteSync(tx, id, last, startedAt);
      await this.auditLog.append(
        {
          actor: DIRECTORY_SYNC_JOB,
          what: 'directory.synced',
          subject: id,
          detail: { accounts: done },
        },
        tx,
      );
    });
  }

  private note(directoryId: string, sync: Sync): Promise<void> {
    const heardAt = this.clock.now().toISOString();
    const finished = sync.status === 'failed' ? { finishedAt: heardAt } : {};
    return this.repository.noteSync(this.database.direct, directoryId, {
      ...sync,
      heardAt,
      ...finished,
    });
  }
}

/** The run without what an earlier try has left in it. */
function begun({ id, requestedAt, heardAt, progress }: Sync): Sync {
  return { id, requestedAt, heardAt, progress, status: 'running' };
}

function interrupted(): DomainError {
  return new DomainError(
    'unavailable',
    'directory-unavailable',
    'The synchronisation was interrupted by a shutdown and starts again.',
  );
}
