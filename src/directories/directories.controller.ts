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
  ApiAcceptedResponse,
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
import {
  DirectoriesCursor,
  DirectoriesQuery,
  DirectoryPage,
  DirectoryParams,
  DirectoryPatchBody,
  DirectoryTestView,
  DirectoryView,
  NewDirectoryBody,
  SyncQuery,
} from './directories.schemas.js';
import { DirectoryAdministration } from './directory-administration.service.js';
import { DirectorySync } from './directory-sync.service.js';
import { DirectoryTester } from './directory-test.service.js';
import { directoryTestView, directoryView } from './directory.view.js';

/** `/v1/directories`. */
@ApiTags('Directories')
@Controller('v1/directories')
export class DirectoriesController {
  constructor(
    private readonly administration: DirectoryAdministration,
    private readonly tester: DirectoryTester,
    private readonly syncs: DirectorySync,
  ) {}

  @Get()
  @RequiresScope('directories:write')
  @ApiOperation({
    operationId: 'listDirectories',
    summary: 'List the directories',
    description: 'In the order in which they were connected. Secrets read "********".',
  })
  @ApiOkResponse({ description: 'A page of directories.', standardSchema: DirectoryPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: DirectoriesQuery }) { limit, cursor }: DirectoriesQuery,
  ): Promise<Page<DirectoryView>> {
    const after = decodeCursor(cursor, DirectoriesCursor)?.after;
    const rows = await this.administration.list(after, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ after: last.id }));
    return { ...page, items: page.items.map(directoryView) };
  }

  @Post()
  @RequiresScope('directories:write')
  @ApiOperation({
    operationId: 'connectDirectory',
    summary: 'Connect a directory',
    description:
      'Nothing is asked of the directory yet: test it next, then synchronise it. Secrets are stored encrypted and never shown again.',
  })
  @ApiCreatedResponse({ description: 'It is connected.', standardSchema: DirectoryView })
  @ApiProblems('directory-name-taken', 'secrets-key-missing')
  async create(
    @Body({ schema: NewDirectoryBody }) body: NewDirectoryBody,
    @CurrentOperator() operator: Operator,
  ): Promise<DirectoryView> {
    return directoryView(await this.administration.create(body, operator));
  }

  @Get(':id')
  @RequiresScope('directories:write')
  @ApiOperation({
    operationId: 'getDirectory',
    summary: 'Read a directory and the progress of its synchronisation',
  })
  @ApiOkResponse({ description: 'The directory.', standardSchema: DirectoryView })
  @ApiProblems('directory-not-found')
  async get(@Param({ schema: DirectoryParams }) { id }: DirectoryParams): Promise<DirectoryView> {
    return directoryView(await this.administration.find(id));
  }

  @Patch(':id')
  @RequiresScope('directories:write')
  @ApiOperation({
    operationId: 'changeDirectory',
    summary: 'Change a directory',
    description:
      'Only what is given changes. "********" in the place of a secret keeps it, unless the server changes.',
  })
  @ApiOkResponse({ description: 'The directory as it is now.', standardSchema: DirectoryView })
  @ApiProblems(
    'directory-not-found',
    'directory-name-taken',
    'directory-embedded',
    'directory-password-needed',
    'secrets-key-missing',
    'secrets-key-wrong',
  )
  async change(
    @Param({ schema: DirectoryParams }) { id }: DirectoryParams,
    @Body({ schema: DirectoryPatchBody }) body: DirectoryPatchBody,
    @CurrentOperator() operator: Operator,
  ): Promise<DirectoryView> {
    return directoryView(await this.administration.change(id, body, operator));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('directories:write')
  @ApiOperation({
    operationId: 'removeDirectory',
    summary: 'Disconnect a directory',
    description: 'The directory itself is left as it is, and so are the accounts known from it.',
  })
  @ApiNoContentResponse({ description: 'It is disconnected.' })
  @ApiProblems('directory-not-found')
  async remove(
    @Param({ schema: DirectoryParams }) { id }: DirectoryParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.administration.remove(id, operator);
  }

  @Post(':id/test')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('directories:write')
  @ApiOperation({
    operationId: 'testDirectory',
    summary: 'Reach a directory and list what it can do',
    description:
      'Changes nothing in it. A directory that cannot be used is an answer, not a problem.',
  })
  @ApiOkResponse({ description: 'What the test found.', standardSchema: DirectoryTestView })
  @ApiProblems('directory-not-found', 'secrets-key-missing', 'secrets-key-wrong')
  async test(
    @Param({ schema: DirectoryParams }) { id }: DirectoryParams,
  ): Promise<DirectoryTestView> {
    return directoryTestView(await this.tester.test(id));
  }

  @Post(':id/sync')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('directories:write')
  @ApiOperation({
    operationId: 'syncDirectory',
    summary: 'Take the accounts of a directory over',
    description:
      'Poll the directory for `sync` and `progress`. While one run is under way, asking again answers that one.',
  })
  @ApiAcceptedResponse({ description: 'It is queued.', standardSchema: DirectoryView })
  @ApiProblems('directory-not-found')
  async sync(
    @Param({ schema: DirectoryParams }) { id }: DirectoryParams,
    @Query({ schema: SyncQuery }) { mode }: SyncQuery,
    @CurrentOperator() operator: Operator,
  ): Promise<DirectoryView> {
    return directoryView(await this.syncs.request(id, operator, mode));
  }
}
