import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, SECOND_MS } from '../kernel/clock.js';
import { JOB_QUEUE, type JobQueue } from '../platform/queue/job-queue.js';

/** Name of the job that takes one campaign a step further. */
export const CAMPAIGN_JOB = 'drive-reset-campaign';

/** Reminds the workers of campaigns. The rows say what is to be done; a reminder that gets lost is repeated each minute. */
@Injectable()
export class CampaignQueue {
  constructor(
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** At once. */
  remind(campaignId: string): Promise<void> {
    return this.queue.add(CAMPAIGN_JOB, { campaignId }, { attempts: 1 });
  }

  /** @param atMs when the next step may be due; reminders of the same second are one */
  remindAt(campaignId: string, atMs: number): Promise<void> {
    const second = Math.ceil(atMs / SECOND_MS);
    const delayMs = Math.max(0, second * SECOND_MS - this.clock.now().getTime());
    const id = `${CAMPAIGN_JOB}.${campaignId}.${second}`;
    return this.queue.add(CAMPAIGN_JOB, { campaignId }, { id, delayMs, attempts: 1 });
  }
}
