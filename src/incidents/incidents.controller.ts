import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf, PageQuery } from '../platform/http/page.js';
import { IncidentReadModel } from './incident.read-model.js';
import { toIncidentView, toMemberView } from './incident.view.js';
import {
  IdPosition,
  IncidentMemberPageView,
  type IncidentMemberView,
  IncidentPageView,
  IncidentParams,
  IncidentsQuery,
  IncidentView,
} from './incidents.schemas.js';
import { IncidentsService } from './incidents.service.js';

/** Incidents and their accounts. */
@ApiTags('Incidents')
@Controller('v1/incidents')
export class IncidentsController {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly reading: IncidentReadModel,
  ) {}

  @Get()
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listIncidents',
    summary: 'List incidents, the newest first',
    description:
      'An incident is what one campaign did: accounts that were misused together, joined by shared sources, time and behaviour.',
  })
  @ApiOkResponse({ description: 'A page of incidents.', standardSchema: IncidentPageView })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: IncidentsQuery }) query: IncidentsQuery,
  ): Promise<Page<IncidentView>> {
    const { status, accountId, limit, cursor } = query;
    const after = decodeCursor(cursor, IdPosition)?.id;
    const rows = await this.reading.list({ status, accountId, after }, limit + 1);
    const page = pageOf(rows, limit, ({ id }) => ({ id }));
    return { ...page, items: page.items.map(toIncidentView) };
  }

  @Get(':id')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getIncident',
    summary: 'Get an incident',
    description: 'Its figures, and how far the remedy has come.',
  })
  @ApiOkResponse({ description: 'The incident.', standardSchema: IncidentView })
  @ApiProblems('incident-not-found')
  async get(@Param({ schema: IncidentParams }) { id }: IncidentParams): Promise<IncidentView> {
    return toIncidentView(await this.incidents.get(id));
  }

  @Get(':id/accounts')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listIncidentAccounts',
    summary: 'List the accounts of an incident',
    description: 'Each with what ties it to the others, and how far its remedy has come.',
  })
  @ApiOkResponse({ description: 'A page of accounts.', standardSchema: IncidentMemberPageView })
  @ApiProblems('incident-not-found', 'invalid-cursor')
  async members(
    @Param({ schema: IncidentParams }) { id }: IncidentParams,
    @Query({ schema: PageQuery }) { limit, cursor }: PageQuery,
  ): Promise<Page<IncidentMemberView>> {
    await this.incidents.get(id);
    const after = decodeCursor(cursor, IdPosition)?.id;
    const rows = await this.reading.members(id, after, limit + 1);
    const page = pageOf(rows, limit, ({ account_id }) => ({ id: account_id }));
    return { ...page, items: page.items.map(toMemberView) };
  }
}
