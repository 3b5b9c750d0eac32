import { Injectable } from '@nestjs/common';
import type { JobHandler, JobHandlers } from './job-queue.js';

/** Work that comes again by itself. */
export interface RecurringJob {
  readonly name: string;
  readonly everyMs: number;
}

/** The jobs of all features: each says, when its module is made, what it works on. */
@Injectable()
export class JobRegistry {
  private readonly byName = new Map<string, JobHandler>();
  private readonly recurringJobs: RecurringJob[] = [];

  /** @throws Error when the name has a handler already: the process must not start so */
  add(name: string, handler: JobHandler): void {
    if (this.byName.has(name)) throw new Error(`the job ${name} has two handlers`);
    this.byName.set(name, handler);
  }

  /** Adds a job that the queue repeats by itself, once for all processes together. */
  addRecurring(name: string, everyMs: number, handler: JobHandler): void {
    this.add(name, handler);
    this.recurringJobs.push({ name, everyMs });
  }

  get handlers(): JobHandlers {
    return this.byName;
  }

  get recurring(): readonly RecurringJob[] {
    return this.recurringJobs;
  }
}
