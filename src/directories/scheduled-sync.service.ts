import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { RunContext, RunResult, ScheduledJob } from '../schedules/domain/scheduled-job.js';
import { DirectorySync } from './directory-sync.service.js';
import { SYNC_MODES } from './domain/sync.js';

const Params = z.strictObject({
  directoryId: z.uuid().describe('Id of the directory.'),
  mode: z.enum(SYNC_MODES).default('auto').describe('What is asked for each time.'),
});

/** The scheduled job `directory-sync`: asks for a synchronisation, which then runs as any other. */
@Injectable()
export class ScheduledSync implements ScheduledJob<z.output<typeof Params>> {
  readonly name = 'directory-sync';
  readonly scope = 'directories:write';
  readonly params = Params;

  constructor(private readonly syncs: DirectorySync) {}

  async run(
    { directoryId, mode }: z.output<typeof Params>,
    { actor }: RunContext,
  ): Promise<RunResult> {
    const { name, sync } = await this.syncs.request(directoryId, actor, mode);
    return {
      summary: `A synchronisation of ${name} is under way.`,
      ...(sync ? { produced: sync.id } : {}),
    };
  }
}
