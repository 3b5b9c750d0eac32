import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { JOB_QUEUE, type JobQueue } from '../queue/job-queue.js';
import { Reminder } from '../queue/reminder.js';

/** Name of the job that lets consumers take what has happened. */
export const HAPPENINGS_JOB = 'take-happenings';

/** Tells the workers that something has happened. What is lost here, the recurring job finds. */
@Injectable()
export class HappeningsWaker implements OnModuleDestroy {
  private readonly reminder: Reminder;

  constructor(@Inject(JOB_QUEUE) queue: JobQueue) {
    this.reminder = new Reminder(queue, HAPPENINGS_JOB);
  }

  wake(): void {
    this.reminder.wake();
  }

  /** Another process is taking happenings, and may have looked for the last time. */
  wakeLater(): Promise<void> {
    return this.reminder.wakeLater();
  }

  onModuleDestroy(): void {
    this.reminder.close();
  }
}
