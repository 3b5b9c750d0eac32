import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../../auth/current-operator.js';
import type { Operator } from '../../auth/operator.js';
import { RequiresScope } from '../../auth/requires-scope.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../../platform/http/page.js';
import { BlacklistMonitor } from './blacklist-monitor.service.js';
import { BlacklistSettings } from './blacklist-settings.js';
import { toCheckView, toListingView } from './blacklist.view.js';
import {
  CheckParams,
  CheckView,
  ListingPageView,
  ListingPosition,
  ListingsQuery,
  type ListingView,
} from './blacklist.schemas.js';

/** The blacklist monitor: the site's outgoing addresses against DNS blacklists. */
@ApiTags('Blacklists')
@Controller('v1/blacklist-monitor')
export class BlacklistsController {
  constructor(private readonly monitor: BlacklistMonitor) {}

  @Get()
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getBlacklistMonitor',
    summary: 'Get what the blacklist monitor watches',
    description: 'The outgoing addresses, the blacklists, and how they are asked.',
  })
  @ApiOkResponse({ description: 'The settings.', standardSchema: BlacklistSettings })
  @ApiProblems('database-unavailable')
  get(): Promise<BlacklistSettings> {
    return this.monitor.settings();
  }

  @Put()
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'setBlacklistMonitor',
    summary: 'Say what the blacklist monitor watches',
    description:
      'Replaces the settings. To have it check by itself, make a schedule of the job blacklist-check.',
  })
  @ApiOkResponse({ description: 'The settings.', standardSchema: BlacklistSettings })
  @ApiProblems('database-unavailable')
  set(
    @Body({ schema: BlacklistSettings }) settings: BlacklistSettings,
    @CurrentOperator() operator: Operator,
  ): Promise<BlacklistSettings> {
    return this.monitor.configure(settings, operator);
  }

  @Post('check')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'checkBlacklists',
    summary: 'Check all addresses against all blacklists now',
    description: 'Poll the check until it is done.',
  })
  @ApiAcceptedResponse({ description: 'The check.', standardSchema: CheckView })
  @ApiProblems('blacklist-nothing-to-check')
  async check(@CurrentOperator() operator: Operator): Promise<CheckView> {
    return toCheckView(await this.monitor.request(operator));
  }

  @Get('checks/:id')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getBlacklistCheck',
    summary: 'Get a check',
    description: 'How far it has come, how each blacklist behaved, and what it said.',
  })
  @ApiOkResponse({ description: 'The check.', standardSchema: CheckView })
  @ApiProblems('blacklist-check-not-found')
  async getCheck(@Param({ schema: CheckParams }) { id }: CheckParams): Promise<CheckView> {
    return toCheckView(await this.monitor.check(id));
  }

  @Get('listings')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listBlacklistListings',
    summary: 'List where the addresses are and were listed, the newest first',
    description: 'The history: since when, until when, and why.',
  })
  @ApiOkResponse({ description: 'A page of listings.', standardSchema: ListingPageView })
  @ApiProblems('invalid-cursor')
  async list(@Query({ schema: ListingsQuery }) query: ListingsQuery): Promise<Page<ListingView>> {
    const { current, limit, cursor } = query;
    const after = decodeCursor(cursor, ListingPosition)?.id;
    const rows = await this.monitor.listings(current, after, limit + 1);
    const page = pageOf(rows, limit, ({ id }) => ({ id }));
    return { ...page, items: page.items.map(toListingView) };
  }
}
