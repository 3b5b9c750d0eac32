import { Logger } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import type { JobData, JobQueue } from './job-queue.js';

/** Reminders within this time become one. */
const GATHER_MS = 100;
/** When to look again while another process is at it. */
const AGAIN_MS = 1_000;

/**
 * Adds jobs that say "look whether there is something to do", many of which may be asked for at
 * once. What is lost here, a recurring job has to find.
 */
export class Reminder {
  private readonly logger: Logger;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly queue: JobQueue,
    private readonly job: string,
  ) {
    this.logger = new Logger(job);
  }

  /** Soon, and once however often it is called until then. @param key parts jobs by what they look at */
  wake(key = 'all', data: JobData = {}): void {
    if (this.timers.has(key)) return;
    this.timers.set(
      key,
      setTimeout(() => void this.remind(key, data), GATHER_MS),
    );
  }

  /** Another process is at it, and may have looked for the last time. */
  async wakeLater(key = 'all', data: JobData = {}, delayMs = AGAIN_MS): Promise<void> {
    const id = `${this.job}-${key}-again`;
    await this.queue.add(this.job, data, { id, delayMs, repeatFinished: true });
  }

  /** Forgets what was asked for and not yet added. */
  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private async remind(key: string, data: JobData): Promise<void> {
    this.timers.delete(key);
    try {
      await this.queue.add(this.job, data, { id: `${this.job}-${newId()}` });
    } catch (cause) {
      // The rows are committed: nobody has anything to mend, and the recurring job will see them.
      this.logger.warn(`it is done later: ${String(cause)}`);
    }
  }
}
