import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { JobHandler } from '../platform/queue/job-queue.js';
import { RUN_ATTEMPTS } from './schedule-reminders.service.js';
import { ScheduleRunner } from './schedule-runner.service.js';

const Due = z.strictObject({ scheduleId: z.uuid() });
const Run = z.strictObject({ scheduleId: z.uuid(), runId: z.uuid() });

/** Works on the jobs that remind of schedules and carry their runs out. */
@Injectable()
export class ScheduleProcessor {
  constructor(private readonly runner: ScheduleRunner) {}

  readonly due: JobHandler = async ({ data }) => {
    await this.runner.remind(Due.parse(data).scheduleId);
  };

  readonly run: JobHandler = async ({ data, attempt }, signal) => {
    const { scheduleId, runId } = Run.parse(data);
    const isLastTry = attempt >= RUN_ATTEMPTS;
    await this.runner.carryOut(scheduleId, runId, { signal, isLastTry });
  };
}
