import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequiresScope } from '../../auth/requires-scope.js';
import { canonicalNetwork } from '../../kernel/ip-address.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../../platform/http/page.js';
import { EXPORT_TYPES } from '../domain/source-export.js';
import type { SourceRow } from './source.read-model.js';
import {
  SourceExportQuery,
  SourcePage,
  SourcesCursor,
  SourcesQuery,
  type SourceView,
} from './sources.schemas.js';
import { SourcesService } from './sources.service.js';

/** `/v1/sources`. */
@ApiTags('Risk')
@Controller('v1/sources')
export class SourcesController {
  constructor(private readonly sources: SourcesService) {}

  @Get()
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listSources',
    summary: 'List the networks that guess, the worst first',
    description:
      'Networks of the last seven days of the log from which sign-ins failed, or at which accounts arrived that had never been there.',
  })
  @ApiOkResponse({ description: 'A page of sources.', standardSchema: SourcePage })
  @ApiProblems('invalid-cursor')
  async list(@Query({ schema: SourcesQuery }) query: SourcesQuery): Promise<Page<SourceView>> {
    const { minScore, limit, cursor } = query;
    const cidr = query.cidr === undefined ? undefined : canonicalNetwork(query.cidr);
    const after = decodeCursor(cursor, SourcesCursor);
    const rows = await this.sources.list({ cidr, minScore, after }, limit + 1);
    const page = pageOf(rows, limit, ({ score, network }) => ({ score, network }));
    return { ...page, items: page.items.map(toView) };
  }

  @Get('export')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'exportSources',
    summary: 'Write bad addresses down for a firewall',
    description:
      'Addresses that failed in networks with at least the score, without those that suppressors declare. Fetch it again before it expires.',
  })
  @ApiProduces('text/plain', 'application/json')
  @ApiOkResponse({
    description: 'The addresses in the format asked for.',
    schema: { type: 'string', example: '# expires 2026-11-24T08:00:00.000Z\n203.0.113.7\n' },
  })
  @ApiProblems('invalid-request')
  async export(
    @Query({ schema: SourceExportQuery }) { format, minScore, hours }: SourceExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    reply.type(EXPORT_TYPES[format]);
    return this.sources.export(format, minScore, hours);
  }
}

function toView(row: SourceRow): SourceView {
  return {
    network: row.network,
    score: row.score,
    failedAccounts: row.failed,
    namesTried: row.names,
    arrivedAccounts: row.arrived,
    lastDay: row.last_day,
    accountsTouched: row.account_count,
    accounts: [...row.accounts],
  };
}
