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
import type { ChangePage } from './domain/changes.js';
import type { DirectoryConnector } from './domain/connector.js';
import type { Directory } from './domain/directory.js';
import { ROSTER_SINK, type RosterSink } from './domain/roster-sink.js';
import { isUnderWay, mayBeIncremental, type Sync, type SyncMode } from './domain/sync.js';

/** Name of the job that runs a synchronisation; its data is `{directoryId, syncId}`. */
export const DIRECTORY_SYNC_JOB = 'directory-sync';

const PAGE_SIZE = 500;

interface Run {
  readonly directory: Directory;
  readonly connector: DirectoryConnector;
  readonly sync: Sync;
  readonly abort: AbortSignal;
}

/** What a run has brought. */
interface Taken {
  readonly accounts: number;
  readonly deleted: number;
  readonly cursor: string | undefined;
}

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
  async request(
    directoryId: string,
    operator: Operator | string,
    mode: SyncMode = 'full',
  ): Promise<Directory> {
    const directory = await this.begin(directoryId, operator, mode);
    // Also for a run that is under way: its job may have been lost, and a second one is none.
    const syncId = directory.sync?.id ?? '';
    const id = `${DIRECTORY_SYNC_JOB}.${syncId}`;
    await this.queue.add(DIRECTORY_SYNC_JOB, { directoryId, syncId }, { id });
    return directory;
  }

  private begin(directoryId: string, actor: Operator | string, mode: SyncMode): Promise<Directory> {
    return this.database.transaction(async (tx) => {
      const found = await this.repository.find(tx, directoryId, true);
      if (!found) throw directoryNotFound();
      const now = this.clock.now();
      if (isUnderWay(found.sync, now)) return found;
      const at = now.toISOString();
      const sync: Sync = {
        id: newId(),
        mode,
        status: 'queued',
        progress: { done: 0, total: 0 },
        requestedAt: at,
        heardAt: at,
      };
      await this.repository.change(tx, directoryId, { sync });
      await this.auditLog.append(
        { actor, what: 'directory.sync-requested', subject: directoryId, detail: { mode } },
        tx,
      );
      return { ...found, sync };
    });
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
    const connector = await this.connectors.of(directory);
    const run = { directory, connector, sync: begun(sync), abort };
    const startedAt = this.clock.now();
    const isIncremental = mayBeIncremental(sync.mode ?? 'full', directory, startedAt);
    const changes = isIncremental
      ? await connector.changes?.(directory.syncCursor ?? '', { pageSize: PAGE_SIZE })
      : undefined;
    const taken = changes
      ? await this.takeChanges(run, changes)
      : await this.takeAll(run, startedAt);
    await this.end(run, changes !== undefined, taken, startedAt);
  }

  private async takeAll(run: Run, startedAt: Date): Promise<Taken> {
    const { directory, connector, sync, abort } = run;
    // Before the list, so that what changes meanwhile comes with the next run.
    const cursor = await connector.cursor?.();
    const total = await connector.count();
    let accounts = 0;
    await this.note(directory.id, { ...sync, progress: { done: 0, total } });
    for await (const page of connector.list({ pageSize: PAGE_SIZE })) {
      if (abort.aborted) throw interrupted();
      await this.sink.receive(directory.id, page, abort);
      accounts += page.length;
      const progress = { done: accounts, total: Math.max(accounts, total) };
      await this.note(directory.id, { ...sync, progress });
    }
    await this.sink.finished(directory.id, startedAt);
    return { accounts, deleted: 0, cursor };
  }

  private async takeChanges(run: Run, pages: AsyncIterable<ChangePage>): Promise<Taken> {
    const { directory, sync, abort } = run;
    let accounts = 0;
    let deleted = 0;
    let cursor = directory.syncCursor;
    for await (const page of pages) {
      if (abort.aborted) throw interrupted();
      if (page.accounts.length > 0) await this.sink.receive(directory.id, page.accounts, abort);
      if (page.deleted.length > 0) await this.sink.gone(directory.id, page.deleted);
      accounts += page.accounts.length;
      deleted += page.deleted.length;
      cursor = page.cursor;
      await this.note(directory.id, { ...sync, progress: { done: accounts, total: accounts } });
    }
    return { accounts, deleted, cursor };
  }

  private async end(
    { directory: { id }, sync }: Run,
    isIncremental: boolean,
    { accounts, deleted, cursor }: Taken,
    startedAt: Date,
  ): Promise<void> {
    const finishedAt = this.clock.now().toISOString();
    await this.database.transaction(async (tx) => {
      const last: Sync = {
        ...sync,
        mode: isIncremental ? 'incremental' : 'full',
        status: 'done',
        progress: { done: accounts, total: accounts },
        heardAt: finishedAt,
        finishedAt,
      };
      const syncedAt = isIncremental ? {} : { syncedAt: startedAt };
      await this.repository.noteSync(tx, id, last, { ...syncedAt, cursor });
      await this.auditLog.append(
        {
          actor: DIRECTORY_SYNC_JOB,
          what: 'directory.synced',
          subject: id,
          detail: { accounts, deleted, mode: last.mode },
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
function begun({ id, mode, requestedAt, heardAt, progress }: Sync): Sync {
  return { id, requestedAt, heardAt, progress, status: 'running', ...(mode ? { mode } : {}) };
}

function interrupted(): DomainError {
  return new DomainError(
    'unavailable',
    'directory-unavailable',
    'The synchronisation was interrupted by a shutdown and starts again.',
  );
}
