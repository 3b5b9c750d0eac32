import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { JobHandler } from '../platform/queue/job-queue.js';
import { ACTION_ATTEMPTS } from './action-queue.service.js';
import { ActionRunner } from './action-runner.service.js';

const Payload = z.strictObject({ actionId: z.uuid() });

/** Works on the jobs that remind of queued actions. */
@Injectable()
export class ActionProcessor {
  constructor(private readonly runner: ActionRunner) {}

  /** Throws to be tried again while the directory can't be asked; the last try records the failure. */
  readonly handle: JobHandler = async ({ data, attempt }, abort) => {
    const { actionId } = Payload.parse(data);
    const result = await this.runner.carryOut(actionId, abort);
    if (result.kind === 'ended') return;
    if (attempt >= ACTION_ATTEMPTS) await this.runner.giveUp(actionId, result.reason);
    else throw new Error(result.reason);
  };
}
