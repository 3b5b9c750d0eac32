import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../../auth/current-operator.js';
import type { Operator } from '../../auth/operator.js';
import { RequiresScope } from '../../auth/requires-scope.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf, PageQuery } from '../../platform/http/page.js';
import type { ReplayRow } from './replay.repository.js';
import {
  ReplayBody,
  ReplayPageView,
  ReplayParams,
  ReplayPosition,
  ReplayView,
} from './replay.schemas.js';
import { ReplaysService } from './replays.service.js';

/** Back-tests of changed settings on stored events. */
@ApiTags('Replays')
@Controller('v1/replays')
export class ReplaysController {
  constructor(private readonly replays: ReplaysService) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'requestReplay',
    summary: 'Back-test changed detectors, weights or response rules on stored events',
    description:
      'Folds the stored events again by the code that folds them when they come in, and changes nothing. Poll the replay; its result says who would have been locked or reset, and when, against who was.',
  })
  @ApiAcceptedResponse({ description: 'The replay.', standardSchema: ReplayView })
  @ApiProblems('replay-span-invalid', 'detector-not-found', 'detector-options-invalid')
  async request(
    @Body({ schema: ReplayBody }) body: ReplayBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ReplayView> {
    return toReplayView(await this.replays.request(body, operator));
  }

  @Get()
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listReplays',
    summary: 'List replays, the newest first',
    description: 'Each with its result.',
  })
  @ApiOkResponse({ description: 'A page of replays.', standardSchema: ReplayPageView })
  @ApiProblems('invalid-cursor')
  async list(@Query({ schema: PageQuery }) query: PageQuery): Promise<Page<ReplayView>> {
    const { limit, cursor } = query;
    const rows = await this.replays.list(decodeCursor(cursor, ReplayPosition)?.id, limit + 1);
    const page = pageOf(rows, limit, ({ id }) => ({ id }));
    return { ...page, items: page.items.map(toReplayView) };
  }

  @Get(':id')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getReplay',
    summary: 'Get a replay',
    description: 'Poll it until it is done.',
  })
  @ApiOkResponse({ description: 'The replay.', standardSchema: ReplayView })
  @ApiProblems('replay-not-found')
  async get(@Param({ schema: ReplayParams }) { id }: ReplayParams): Promise<ReplayView> {
    return toReplayView(await this.replays.get(id));
  }
}

function toReplayView(row: ReplayRow): ReplayView {
  const { id, status, changes, done, total, result, problem } = row;
  return {
    id,
    status,
    requestedBy: row.requested_by,
    from: row.since.toISOString(),
    to: row.until.toISOString(),
    changes: { ...changes },
    progress: { done, total },
    result,
    problem,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
