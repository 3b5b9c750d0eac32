import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '../kernel/errors.js';
import { type JobHandler, PermanentFailure } from '../platform/queue/job-queue.js';
import { DirectorySync } from './directory-sync.service.js';

const Payload = z.strictObject({ directoryId: z.uuid(), syncId: z.uuid() });

/** Works on the jobs that synchronise directories. */
@Injectable()
export class DirectorySyncProcessor {
  constructor(private readonly sync: DirectorySync) {}

  /** Tried again while the directory can't be asked; what has to be set right first isn't. */
  readonly handle: JobHandler = async ({ data }, abort) => {
    const { directoryId, syncId } = Payload.parse(data);
    try {
      await this.sync.run(directoryId, syncId, abort);
    } catch (error) {
      if (error instanceof DomainError && error.kind !== 'unavailable')
        throw new PermanentFailure(error.message);
      throw error;
    }
  };
}
