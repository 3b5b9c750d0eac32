import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { JobHandler } from '../../platform/queue/job-queue.js';
import { ReplayRepository } from './replay.repository.js';
import { ReplayRunner } from './replay-runner.service.js';

const Payload = z.strictObject({ replayId: z.uuid() });
const TRIES = 3;

/** Works on replays. */
@Injectable()
export class ReplayProcessor {
  constructor(
    private readonly runner: ReplayRunner,
    private readonly repository: ReplayRepository,
  ) {}

  /** Tried again, from its start; the last try records that it failed, the log says why. */
  readonly handle: JobHandler = async ({ data, attempt }, abort) => {
    const { replayId } = Payload.parse(data);
    try {
      await this.runner.run(replayId, abort);
    } catch (error) {
      if (attempt >= TRIES && !abort.aborted)
        await this.repository.fail(
          replayId,
          'It failed three times; the log of the service says why.',
        );
      throw error;
    }
  };
}
