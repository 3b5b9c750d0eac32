import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { JobHandler } from '../platform/queue/job-queue.js';
import { WebhookSender } from './webhook-sender.service.js';

const Payload = z.strictObject({ webhookId: z.uuid() });

/** Works on the jobs that remind of a webhook. */
@Injectable()
export class WebhookProcessor {
  constructor(private readonly sender: WebhookSender) {}

  readonly handle: JobHandler = ({ data }, abort) =>
    this.sender.serve(Payload.parse(data).webhookId, abort);
}
