import { Body, Controller, Get, Headers, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentOperator } from '../../auth/current-operator.js';
import type { Operator } from '../../auth/operator.js';
import { RequiresScope } from '../../auth/requires-scope.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { decodedBody } from '../../platform/http/decoded-body.js';
import { WithoutIdempotencyKey } from '../../platform/http/idempotency.decorators.js';
import type { Page } from '../../platform/http/page.js';
import type { BreachManifest } from './breach-directory.js';
import { BreachImports } from './breach-import.service.js';
import { BreachLists } from './breach-lists.service.js';
import {
  BreachImportQuery,
  BreachImportView,
  BreachListPage,
  BreachListView,
} from './breach-lists.schemas.js';

const RANGE_API: BreachListView = {
  kind: 'range-api',
  algorithm: 'sha1',
  generation: null,
  entries: null,
  bytes: null,
  importedAt: null,
  changedRanges: null,
};

/** `/v1/breach-lists`. */
@ApiTags('Passwords')
@Controller('v1/breach-lists')
export class BreachListsController {
  constructor(
    private readonly lists: BreachLists,
    private readonly imports: BreachImports,
  ) {}

  @Get()
  @RequiresScope('passwords:check', 'policies:write')
  @ApiOperation({
    operationId: 'listBreachLists',
    summary: 'List what is asked for breached passwords',
    description: 'The lists in use of this process, and the range API where one is configured.',
  })
  @ApiOkResponse({ description: 'All of them.', standardSchema: BreachListPage })
  @ApiProblems('invalid-request')
  async list(): Promise<Page<BreachListView>> {
    const lists = (await this.lists.manifests()).map(toView);
    return { items: [...lists, ...(this.lists.asksRangeApi ? [RANGE_API] : [])], nextCursor: null };
  }

  @Post()
  @WithoutIdempotencyKey()
  @RequiresScope('policies:write')
  @ApiConsumes('text/plain')
  @ApiBody({
    description:
      'Lines `HASH:COUNT` as Have I Been Pwned has them, ordered by hash; gzip may be used.',
    schema: { type: 'string' },
    examples: {
      sha1: { value: '5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:10434004\n' },
    },
  })
  @ApiOperation({
    operationId: 'importBreachList',
    summary: 'Import a list of breached passwords',
    description:
      'The list is read while it arrives, and taken when every line was understood and it is neither out of order nor much smaller than the one in use; until then, and otherwise, that one stays. Audits then look up the ranges that changed. For a whole corpus the command line is quicker, and goes on where it was interrupted.',
  })
  @ApiCreatedResponse({ description: 'It is in use.', standardSchema: BreachImportView })
  @ApiProblems('breach-list-invalid', 'breach-list-refused', 'breach-import-running')
  async import(
    @Query({ schema: BreachImportQuery }) query: BreachImportQuery,
    @Body() body: unknown,
    @Headers('content-encoding') encoding: string | undefined,
    @CurrentOperator() operator: Operator,
  ): Promise<BreachImportView> {
    const { algorithm, mode, canaries, maxDrop } = query;
    const { manifest, lines, ignored, merged } = await this.imports.take(
      decodedBody(body, encoding),
      { algorithm, isIncrement: mode === 'increment', canaries: canaries === 'required', maxDrop },
      operator,
    );
    return { ...toView(manifest), lines, ignored, merged };
  }
}

function toView(manifest: BreachManifest): BreachListView {
  const { algorithm, generation, entries, bytes, importedAt, changedRanges } = manifest;
  return { kind: 'list', algorithm, generation, entries, bytes, importedAt, changedRanges };
}
