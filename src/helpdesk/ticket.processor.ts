import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { JobHandler } from '../platform/queue/job-queue.js';
import { TicketSender } from './ticket-sender.service.js';

const Payload = z.strictObject({ helpdeskId: z.uuid() });

/** Works on the jobs that remind of a helpdesk. */
@Injectable()
export class TicketProcessor {
  constructor(private readonly sender: TicketSender) {}

  readonly handle: JobHandler = ({ data }, abort) =>
    this.sender.serve(Payload.parse(data).helpdeskId, abort);
}
