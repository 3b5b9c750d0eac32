import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { JOB_QUEUE, type JobQueue } from '../platform/queue/job-queue.js';
import { Reminder } from '../platform/queue/reminder.js';

/** Name of the job that sends the messages of one webhook whose time has come. */
export const WEBHOOK_JOB = 'send-webhook';

/** Reminds the workers that a webhook has messages. A reminder holds its id and nothing else. */
@Injectable()
export class WebhookQueue implements OnModuleDestroy {
  private readonly reminder: Reminder;

  constructor(@Inject(JOB_QUEUE) queue: JobQueue) {
    this.reminder = new Reminder(queue, WEBHOOK_JOB);
  }

  wake(webhookId: string): void {
    this.reminder.wake(webhookId, { webhookId });
  }

  wakeLater(webhookId: string, delayMs?: number): Promise<void> {
    return this.reminder.wakeLater(webhookId, { webhookId }, delayMs);
  }

  onModuleDestroy(): void {
    this.reminder.close();
  }
}
