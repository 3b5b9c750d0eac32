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
import { HelpdeskTester } from './helpdesk-test.service.js';
import { helpdeskTestView, helpdeskView } from './helpdesk.view.js';
import {
  HelpdeskPage,
  HelpdeskParams,
  HelpdeskPatchBody,
  HelpdesksCursor,
  HelpdesksQuery,
  HelpdeskTestView,
  HelpdeskView,
  NewHelpdeskBody,
} from './helpdesks.schemas.js';
import { HelpdesksService } from './helpdesks.service.js';

/** `/v1/helpdesks`. */
@ApiTags('Helpdesks')
@Controller('v1/helpdesks')
export class HelpdesksController {
  constructor(
    private readonly helpdesks: HelpdesksService,
    private readonly tester: HelpdeskTester,
  ) {}

  @Get()
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'listHelpdesks',
    summary: 'List the helpdesks',
    description: 'In the order in which they were connected. Secrets read "********".',
  })
  @ApiOkResponse({ description: 'A page of helpdesks.', standardSchema: HelpdeskPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: HelpdesksQuery }) { limit, cursor }: HelpdesksQuery,
  ): Promise<Page<HelpdeskView>> {
    const after = decodeCursor(cursor, HelpdesksCursor)?.after;
    const rows = await this.helpdesks.list(after, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ after: last.id }));
    return { ...page, items: page.items.map(helpdeskView) };
  }

  @Post()
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'connectHelpdesk',
    summary: 'Connect a helpdesk',
    description:
      'Tickets are made there, by its rules, of what happens from now on. Test it next. Secrets are stored encrypted and never shown again.',
  })
  @ApiCreatedResponse({ description: 'It is connected.', standardSchema: HelpdeskView })
  @ApiProblems('helpdesk-name-taken', 'secrets-key-missing')
  async create(
    @Body({ schema: NewHelpdeskBody }) body: NewHelpdeskBody,
    @CurrentOperator() operator: Operator,
  ): Promise<HelpdeskView> {
    return helpdeskView(await this.helpdesks.create(body, operator));
  }

  @Get(':id')
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'getHelpdesk',
    summary: 'Read a helpdesk',
    description: 'With its rules, and why it can’t be reached where that is so.',
  })
  @ApiOkResponse({ description: 'The helpdesk.', standardSchema: HelpdeskView })
  @ApiProblems('helpdesk-not-found')
  async get(@Param({ schema: HelpdeskParams }) { id }: HelpdeskParams): Promise<HelpdeskView> {
    return helpdeskView(await this.helpdesks.find(id));
  }

  @Patch(':id')
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'changeHelpdesk',
    summary: 'Change a helpdesk',
    description:
      'Only what is given changes; rules are replaced as a whole. "********" in the place of a secret keeps it, unless the server changes.',
  })
  @ApiOkResponse({ description: 'The helpdesk as it is now.', standardSchema: HelpdeskView })
  @ApiProblems(
    'helpdesk-not-found',
    'helpdesk-name-taken',
    'helpdesk-secret-needed',
    'secrets-key-missing',
    'secrets-key-wrong',
  )
  async change(
    @Param({ schema: HelpdeskParams }) { id }: HelpdeskParams,
    @Body({ schema: HelpdeskPatchBody }) body: HelpdeskPatchBody,
    @CurrentOperator() operator: Operator,
  ): Promise<HelpdeskView> {
    return helpdeskView(await this.helpdesks.change(id, body, operator));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'removeHelpdesk',
    summary: 'Disconnect a helpdesk',
    description: 'Its tickets stay there as they are, and are forgotten here.',
  })
  @ApiNoContentResponse({ description: 'It is disconnected.' })
  @ApiProblems('helpdesk-not-found')
  async remove(
    @Param({ schema: HelpdeskParams }) { id }: HelpdeskParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.helpdesks.remove(id, operator);
  }

  @Post(':id/test')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'testHelpdesk',
    summary: 'Reach a helpdesk',
    description:
      'Checks the credential and the queue, and changes nothing (a webhook gets a test message). A helpdesk that cannot be used is an answer, not a problem.',
  })
  @ApiOkResponse({ description: 'What the test found.', standardSchema: HelpdeskTestView })
  @ApiProblems('helpdesk-not-found', 'secrets-key-missing', 'secrets-key-wrong')
  async test(@Param({ schema: HelpdeskParams }) { id }: HelpdeskParams): Promise<HelpdeskTestView> {
    return helpdeskTestView(await this.tester.test(id));
  }
}
