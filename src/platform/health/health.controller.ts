import { Controller, Get, Logger } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DomainError } from '../../kernel/errors.js';
import { ApiProblems } from '../http/api-problems.js';
import { Public } from '../http/public.js';
import { Readiness } from './readiness.js';

const HealthView = z
  .object({ status: z.literal('ok') })
  .meta({ id: 'Health', examples: [{ status: 'ok' }] });
type HealthView = z.output<typeof HealthView>;

/** Whether the process lives, and whether it can work. */
@ApiTags('Operations')
@Controller()
export class HealthController {
  private readonly logger = new Logger('Readiness');

  constructor(private readonly readiness: Readiness) {}

  @Get('healthz')
  @Public()
  @ApiOperation({
    operationId: 'isAlive',
    summary: 'Say that the process is alive',
    description: 'Answers as long as the process can answer at all. Needs no credential.',
  })
  @ApiOkResponse({ description: 'It is.', standardSchema: HealthView })
  alive(): HealthView {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Public()
  @ApiOperation({
    operationId: 'isReady',
    summary: 'Say whether the database and the queue answer',
    description: 'For load balancers: 503 names the parts that do not. Needs no credential.',
  })
  @ApiOkResponse({ description: 'They do.', standardSchema: HealthView })
  @ApiProblems('not-ready')
  async ready(): Promise<HealthView> {
    const failures = await this.readiness.failures();
    if (failures.length === 0) return { status: 'ok' };
    this.logger.warn({ msg: 'not ready', failures });
    throw new DomainError('unavailable', 'not-ready', 'A part that is needed does not answer.', {
      errors: failures.map(({ part }) => ({ path: part, message: 'does not answer' })),
    });
  }
}
