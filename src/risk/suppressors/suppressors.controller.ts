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
import { CurrentOperator } from '../../auth/current-operator.js';
import type { Operator } from '../../auth/operator.js';
import { RequiresScope } from '../../auth/requires-scope.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../../platform/http/page.js';
import { changed, declared, suppressorView } from './suppressor.view.js';
import {
  NewSuppressorBody,
  SuppressorPage,
  SuppressorParams,
  SuppressorPatchBody,
  SuppressorsCursor,
  SuppressorsQuery,
  SuppressorView,
} from './suppressors.schemas.js';
import { SuppressorsService } from './suppressors.service.js';

/** `/v1/suppressors`. */
@ApiTags('Risk')
@Controller('v1/suppressors')
export class SuppressorsController {
  constructor(private readonly suppressors: SuppressorsService) {}

  @Get()
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listSuppressors',
    summary: 'List what operators have declared',
    description: 'Networks, accounts and journeys that keep signals from counting.',
  })
  @ApiOkResponse({ description: 'A page of suppressors.', standardSchema: SuppressorPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: SuppressorsQuery }) { limit, cursor }: SuppressorsQuery,
  ): Promise<Page<SuppressorView>> {
    const after = decodeCursor(cursor, SuppressorsCursor)?.after;
    const rows = await this.suppressors.list(after, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ after: last.id }));
    return { ...page, items: page.items.map(suppressorView) };
  }

  @Post()
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'createSuppressor',
    summary: "Declare something that the log doesn't say",
    description:
      'A trusted, a mobile or a VPN network, a bulk sender, a device, a forwarder, a journey, a learning period. Signals that it silences stay visible with `suppressedBy` and contribute nothing. Holds for events that come from now on.',
  })
  @ApiCreatedResponse({ description: 'It holds.', standardSchema: SuppressorView })
  @ApiProblems('suppressor-incomplete', 'suppressors-too-many', 'account-not-found')
  async create(
    @Body({ schema: NewSuppressorBody }) body: NewSuppressorBody,
    @CurrentOperator() operator: Operator,
  ): Promise<SuppressorView> {
    return suppressorView(await this.suppressors.create(declared(body), operator));
  }

  @Get(':id')
  @RequiresScope('accounts:read')
  @ApiOperation({ operationId: 'getSuppressor', summary: 'Read a suppressor' })
  @ApiOkResponse({ description: 'The suppressor.', standardSchema: SuppressorView })
  @ApiProblems('suppressor-not-found')
  async get(
    @Param({ schema: SuppressorParams }) { id }: SuppressorParams,
  ): Promise<SuppressorView> {
    return suppressorView(await this.suppressors.find(id));
  }

  @Patch(':id')
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'changeSuppressor',
    summary: 'Change a suppressor',
    description: 'Only what is given changes; null takes a limit off. Stored signals stay.',
  })
  @ApiOkResponse({ description: 'The suppressor as it is now.', standardSchema: SuppressorView })
  @ApiProblems('suppressor-not-found', 'suppressor-incomplete', 'account-not-found')
  async change(
    @Param({ schema: SuppressorParams }) { id }: SuppressorParams,
    @Body({ schema: SuppressorPatchBody }) body: SuppressorPatchBody,
    @CurrentOperator() operator: Operator,
  ): Promise<SuppressorView> {
    return suppressorView(await this.suppressors.change(id, changed(body), operator));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'deleteSuppressor',
    summary: 'Take a declaration back',
    description: 'Signals that it has silenced stay silenced.',
  })
  @ApiNoContentResponse({ description: 'It holds no longer.' })
  @ApiProblems('suppressor-not-found')
  async remove(
    @Param({ schema: SuppressorParams }) { id }: SuppressorParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.suppressors.remove(id, operator);
  }
}
