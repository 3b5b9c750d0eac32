import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import { scheduleView } from './schedule.view.js';
import {
  NewScheduleBody,
  SchedulePage,
  ScheduleParams,
  SchedulePatchBody,
  SchedulesCursor,
  SchedulesQuery,
  ScheduleView,
} from './schedules.schemas.js';
import { SchedulesService } from './schedules.service.js';

/** `/v1/schedules`. Besides `audits:run`, the scope of the job itself is needed. */
@ApiTags('Schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Get()
  @RequiresScope('audits:run', 'directories:write')
  @ApiOperation({
    operationId: 'listSchedules',
    summary: 'List the schedules',
    description: 'With the next run, the last one and what came of it.',
  })
  @ApiOkResponse({ description: 'A page of schedules.', standardSchema: SchedulePage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: SchedulesQuery }) { limit, cursor }: SchedulesQuery,
  ): Promise<Page<ScheduleView>> {
    const after = decodeCursor(cursor, SchedulesCursor)?.after;
    const rows = await this.schedules.list(after, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ after: last.id }));
    return { ...page, items: page.items.map(scheduleView) };
  }

  @Post()
  @RequiresScope('audits:run', 'directories:write')
  @ApiOperation({
    operationId: 'createSchedule',
    summary: 'Have a job done again and again',
    description:
      'A run that is due while the last one is under way is left out. The credential must also hold the scope that the job itself needs.',
  })
  @ApiCreatedResponse({ description: 'It is scheduled.', standardSchema: ScheduleView })
  @ApiProblems(
    'schedule-invalid',
    'schedule-job-unknown',
    'schedule-name-taken',
    'schedule-params-invalid',
  )
  async create(
    @Body({ schema: NewScheduleBody }) body: NewScheduleBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ScheduleView> {
    return scheduleView(await this.schedules.create(body, operator));
  }

  @Get(':id')
  @RequiresScope('audits:run', 'directories:write')
  @ApiOperation({
    operationId: 'getSchedule',
    summary: 'Read a schedule and the progress of its run',
    description: 'The row says when it runs next; the queue only reminds of it.',
  })
  @ApiOkResponse({ description: 'The schedule.', standardSchema: ScheduleView })
  @ApiProblems('schedule-not-found')
  async get(@Param({ schema: ScheduleParams }) { id }: ScheduleParams): Promise<ScheduleView> {
    return scheduleView(await this.schedules.find(id));
  }

  @Patch(':id')
  @RequiresScope('audits:run', 'directories:write')
  @ApiOperation({
    operationId: 'changeSchedule',
    summary: 'Change a schedule',
    description: 'Only what is given changes; the job stays. A run under way is left alone.',
  })
  @ApiOkResponse({ description: 'The schedule as it is now.', standardSchema: ScheduleView })
  @ApiProblems(
    'schedule-invalid',
    'schedule-job-unknown',
    'schedule-name-taken',
    'schedule-not-found',
    'schedule-params-invalid',
  )
  async change(
    @Param({ schema: ScheduleParams }) { id }: ScheduleParams,
    @Body({ schema: SchedulePatchBody }) body: SchedulePatchBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ScheduleView> {
    return scheduleView(await this.schedules.change(id, body, operator));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('audits:run', 'directories:write')
  @ApiOperation({
    operationId: 'removeSchedule',
    summary: 'End a schedule',
    description: 'A run that is under way ends by itself; what earlier runs made stays.',
  })
  @ApiNoContentResponse({ description: 'It has ended.' })
  @ApiProblems('schedule-not-found')
  async remove(
    @Param({ schema: ScheduleParams }) { id }: ScheduleParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.schedules.remove(id, operator);
  }
}
