import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { JobHandler } from '../../platform/queue/job-queue.js';
import { AuditRunner } from './audit-runner.service.js';

const Payload = z.strictObject({ auditId: z.uuid() });

/** Works on the jobs that run audits. */
@Injectable()
export class PasswordAuditProcessor {
  constructor(private readonly runner: AuditRunner) {}

  readonly handle: JobHandler = async (job, abort) => {
    await this.runner.run(Payload.parse(job.data).auditId, abort, (done, total) =>
      job.reportProgress(total === 0 ? 0 : Math.floor((100 * done) / total)),
    );
  };
}
