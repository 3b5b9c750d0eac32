import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { JOB_QUEUE, type JobQueue } from '../platform/queue/job-queue.js';
import { Reminder } from '../platform/queue/reminder.js';

/** Name of the job that tells one helpdesk all that it hasn't been told. */
export const HELPDESK_JOB = 'tell-helpdesk';

/** Reminds the workers that a helpdesk is to be told something. A reminder holds its id and nothing else. */
@Injectable()
export class TicketQueue implements OnModuleDestroy {
  private readonly reminder: Reminder;

  constructor(@Inject(JOB_QUEUE) queue: JobQueue) {
    this.reminder = new Reminder(queue, HELPDESK_JOB);
  }

  wake(helpdeskId: string): void {
    this.reminder.wake(helpdeskId, { helpdeskId });
  }

  wakeLater(helpdeskId: string, delayMs?: number): Promise<void> {
    return this.reminder.wakeLater(helpdeskId, { helpdeskId }, delayMs);
  }

  onModuleDestroy(): void {
    this.reminder.close();
  }
}
