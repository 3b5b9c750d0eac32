import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { JOB_QUEUE, type JobQueue } from '../queue/job-queue.js';

/** Name of the job that lets consumers take what has happened. */
export const HAPPENINGS_JOB = 'take-happenings';

/** Changes that are committed within this time wake the consumers once. */
const GATHER_MS = 100;
/** When to look again while another process is at it. */
const AGAIN_MS = 1_000;

/** Tells the workers that something has happened. What is lost here, the recurring job finds. */
@Injectable()
export class HappeningsWaker implements OnModuleDestroy {
  private readonly logger = new Logger(HappeningsWaker.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(JOB_QUEUE) private readonly queue: JobQueue) {}

  wake(): void {
    this.timer ??= setTimeout(() => void this.remind(), GATHER_MS);
  }

  /** Another process is taking happenings, and may have looked for the last time. */
  async wakeLater(): Promise<void> {
    const id = `${HAPPENINGS_JOB}-again`;
    await this.queue.add(HAPPENINGS_JOB, {}, { id, delayMs: AGAIN_MS, repeatFinished: true });
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  private async remind(): Promise<void> {
    this.timer = undefined;
    try {
      await this.queue.add(HAPPENINGS_JOB, {}, { id: `${HAPPENINGS_JOB}-${newId()}` });
    } catch (cause) {
      // The rows are committed: nobody has anything to mend, and the recurring job will see them.
      this.logger.warn(`what has happened will be told later: ${String(cause)}`);
    }
  }
}
