import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import type { Operator } from '../../auth/operator.js';
import { DAY_MS } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { Database } from '../../platform/database/database.js';
import { callerKey } from '../../platform/http/caller.js';
import { JOB_QUEUE, type JobQueue } from '../../platform/queue/job-queue.js';
import { parseDetectorOptions } from '../../risk/domain/detector-settings.js';
import { ReplayRepository, type ReplayRow } from './replay.repository.js';
import type { ReplayBody } from './replay.schemas.js';

/** Name of the job that does a replay. */
export const REPLAY_JOB = 'replay-events';
const MOST_DAYS = 92;
const SILENCE_SECONDS = 120;

/** Back-tests that operators ask for. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly database: Database,
    private readonly repository: ReplayRepository,
    private readonly auditLog: AuditLogService,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
  ) {}

  /**
   * Asks for a back-test.
   *
   * @throws DomainError `replay-span-invalid`, `detector-not-found`, `detector-options-invalid`
   */
  async request({ from, to, changes }: ReplayBody, operator: Operator): Promise<ReplayRow> {
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
    if (!(days > 0 && days <= MOST_DAYS))
      throw new DomainError(
        'invalid',
        'replay-span-invalid',
        `A replay needs a start before its end, at most ${MOST_DAYS} days apart.`,
        { errors: [{ path: 'to', message: `must be after from, by at most ${MOST_DAYS} days` }] },
      );
    for (const [id, { options }] of Object.entries(changes.detectors))
      parseDetectorOptions(id, options ?? {});
    const replay = await this.database.transaction(async (tx) => {
      const requestedBy = callerKey(operator);
      const made = await this.repository.add(tx, { requestedBy, from, to, changes });
      if (!made) throw new Error('a replay that was just made is gone');
      const detail = { from, to, changes };
      await this.auditLog.append(
        { actor: operator, what: 'replay.requested', subject: made.id, detail },
        tx,
      );
      return made;
    });
    await this.remind(replay.id);
    return replay;
  }

  /** @throws DomainError `replay-not-found` */
  async get(id: string): Promise<ReplayRow> {
    const replay = await this.repository.find(id);
    if (replay) return replay;
    throw new DomainError('not-found', 'replay-not-found', 'There is no such replay.');
  }

  /** The newest first. */
  list(after: string | undefined, limit: number): Promise<ReplayRow[]> {
    return this.repository.list(after, limit);
  }

  /** Reminds of replays whose job a crash has lost. */
  async sweep(): Promise<void> {
    for (const id of await this.repository.silent(SILENCE_SECONDS)) await this.remind(id);
  }

  private remind(replayId: string): Promise<void> {
    return this.queue.add(
      REPLAY_JOB,
      { replayId },
      { id: `replay-${replayId}`, repeatFinished: true },
    );
  }
}
