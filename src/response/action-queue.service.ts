import { Inject, Injectable } from '@nestjs/common';
import { JOB_QUEUE, type JobQueue } from '../platform/queue/job-queue.js';

/** Name of the job that carries out one action. */
export const ACTION_JOB = 'carry-out-action';

/** Tries before an action counts as failed; with the backoff they span about four minutes. */
export const ACTION_ATTEMPTS = 8;

const RETRIES = {
  attempts: ACTION_ATTEMPTS,
  backoff: { kind: 'exponential', delayMs: 2_000 },
} as const;

/** Reminds the workers of actions that are queued. A reminder holds the action's id and nothing else. */
@Injectable()
export class ActionQueue {
  constructor(@Inject(JOB_QUEUE) private readonly queue: JobQueue) {}

  /** Call it after the transaction that queued the actions; a reminder that gets lost is repeated by the sweeper. */
  async remind(
    actionIds: readonly string[],
    options: { readonly again?: boolean } = {},
  ): Promise<void> {
    if (options.again !== true) return this.remindAll(actionIds);
    for (const id of actionIds)
      await this.queue.add(ACTION_JOB, { actionId: id }, { ...RETRIES, id, repeatFinished: true });
    return undefined;
  }

  private remindAll(actionIds: readonly string[]): Promise<void> {
    const jobs = actionIds.map((id) => ({ id, data: { actionId: id } }));
    return this.queue.addAll(ACTION_JOB, jobs, RETRIES);
  }
}
