import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import type { RunContext, RunResult, ScheduledJob } from './domain/scheduled-job.js';

/** A registered job whose parameters still have to be parsed. */
export type AnyScheduledJob = Pick<ScheduledJob, 'name' | 'scope'> & {
  /** @throws DomainError `schedule-params-invalid` */
  parse(params: unknown): Readonly<Record<string, unknown>>;
  run(params: unknown, context: RunContext): Promise<RunResult>;
};

/** The jobs that can be scheduled: each feature adds its own when its module is made. */
@Injectable()
export class ScheduledJobs {
  private readonly byName = new Map<string, AnyScheduledJob>();

  /** @throws Error when the name is taken: the process must not start so */
  add<Params extends object>(job: ScheduledJob<Params>): void {
    if (this.byName.has(job.name)) throw new Error(`the scheduled job ${job.name} is there twice`);
    this.byName.set(job.name, {
      name: job.name,
      scope: job.scope,
      parse: (params) => Object.fromEntries(Object.entries(parsed(job, params))),
      run: (params, context) => job.run(parsed(job, params), context),
    });
  }

  /** @throws DomainError `schedule-job-unknown` */
  get(name: string): AnyScheduledJob {
    const job = this.byName.get(name);
    if (job) return job;
    throw new DomainError(
      'unprocessable',
      'schedule-job-unknown',
      `This installation has no job ${name} to schedule.`,
    );
  }
}

function parsed<Params>({ name, params: schema }: ScheduledJob<Params>, params: unknown): Params {
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  throw new DomainError(
    'invalid',
    'schedule-params-invalid',
    `The parameters are not ones of the job ${name}.`,
    {
      errors: result.error.issues.map(({ path, message }) => ({
        path: ['params', ...path].join('.'),
        message,
      })),
    },
  );
}
