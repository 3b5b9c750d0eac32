import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { JobHandler } from '../../platform/queue/job-queue.js';
import type { ScheduledJob } from '../../schedules/domain/scheduled-job.js';
import { BlacklistCheck } from './blacklist-check.service.js';
import { BlacklistMonitor } from './blacklist-monitor.service.js';

const Payload = z.strictObject({ checkId: z.uuid() });
const NoParameters = z.strictObject({});

/** Works on checks, those on demand and those by schedule. */
@Injectable()
export class BlacklistCheckProcessor {
  constructor(
    private readonly monitor: BlacklistMonitor,
    private readonly checks: BlacklistCheck,
  ) {}

  readonly handle: JobHandler = async ({ data }, abort) => {
    await this.checks.run(Payload.parse(data).checkId, abort);
  };

  /** The check as operators schedule it; its run is named after it. */
  readonly scheduled: ScheduledJob<z.output<typeof NoParameters>> = {
    name: 'blacklist-check',
    scope: 'policies:write',
    params: NoParameters,
    run: async (_params, { runId, actor, signal, progress }) => {
      const { id } = await this.monitor.begin(runId, actor);
      const result = await this.checks.run(id, signal, progress);
      const listed = result?.answers.filter(({ answer }) => answer === 'listed').length ?? 0;
      const ill = result?.zones.filter(({ health }) => health !== 'good').length ?? 0;
      const summary = `${listed} listings found; ${ill} blacklists do not behave.`;
      return { summary, produced: id };
    },
  };
}
