import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { JobHandler } from '../platform/queue/job-queue.js';
import { CampaignDriver } from './campaign-driver.service.js';

const Payload = z.strictObject({ campaignId: z.uuid() });

/** Works on the jobs that remind of campaigns. */
@Injectable()
export class CampaignProcessor {
  constructor(private readonly driver: CampaignDriver) {}

  readonly handle: JobHandler = ({ data }) => this.driver.drive(Payload.parse(data).campaignId);
}
