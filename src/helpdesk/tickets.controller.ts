import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import { type TicketListRow, TicketReadModel } from './ticket.read-model.js';
import { TicketPage, TicketsCursor, TicketsQuery, type TicketView } from './tickets.schemas.js';

/** `/v1/tickets`. */
@ApiTags('Helpdesks')
@Controller('v1/tickets')
export class TicketsController {
  constructor(private readonly reading: TicketReadModel) {}

  @Get()
  @RequiresScope('helpdesk:operate', 'helpdesk:write', 'accounts:read')
  @ApiOperation({
    operationId: 'listTickets',
    summary: 'List the tickets',
    description: 'The newest first, with what the helpdesk has not been told yet.',
  })
  @ApiOkResponse({ description: 'A page of tickets.', standardSchema: TicketPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: TicketsQuery }) { limit, cursor, ...filter }: TicketsQuery,
  ): Promise<Page<TicketView>> {
    const before = decodeCursor(cursor, TicketsCursor)?.before;
    const rows = await this.reading.list({ ...filter, before }, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ before: last.id }));
    return { ...page, items: page.items.map(ticketView) };
  }
}

function ticketView(row: TicketListRow): TicketView {
  return {
    id: row.id,
    helpdesk: { id: row.helpdesk_id, name: row.helpdesk },
    about: { kind: row.subject_kind, id: row.subject_id },
    accountId: row.account_id,
    login: row.login,
    epoch: row.epoch,
    key: row.key,
    status: row.status,
    title: row.title,
    remoteId: row.remote_id,
    url: row.remote_url,
    waitingNotes: row.waiting,
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    openedAt: row.opened_at?.toISOString() ?? null,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}
