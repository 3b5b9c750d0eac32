import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '../../kernel/errors.js';
import type { RunContext, RunResult, ScheduledJob } from '../../schedules/domain/scheduled-job.js';
import { AuditRunner } from './audit-runner.service.js';
import { AuditChecksSchema, policyName } from './password-audits.schemas.js';
import { PasswordAuditsService } from './password-audits.service.js';

const Params = z.strictObject({
  directory: z.uuid(),
  policy: policyName,
  checks: AuditChecksSchema,
});
type Params = z.output<typeof Params>;

/** An audit of a directory, again and again. The audit has the run's id, so a repeat goes on with it. */
@Injectable()
export class ScheduledAudit implements ScheduledJob<Params> {
  readonly name = 'password-audit';
  readonly scope = 'audits:run';
  readonly params = Params;

  constructor(
    private readonly audits: PasswordAuditsService,
    private readonly runner: AuditRunner,
  ) {}

  async run(params: Params, { runId, actor, signal, progress }: RunContext): Promise<RunResult> {
    await this.audits.create(runId, params, actor);
    await this.runner.run(runId, signal, progress);
    const { status, summary, problem } = await this.audits.find(runId);
    if (status !== 'done' || !summary)
      throw new DomainError(
        'unprocessable',
        'password-audit-ended',
        problem ?? `The audit was ${status}.`,
      );
    const { accounts, withFindings, guessed } = summary;
    return {
      summary: `${accounts} accounts, ${withFindings} with findings, ${guessed} passwords guessed.`,
      produced: runId,
    };
  }
}
