import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { WithoutIdempotencyKey } from '../platform/http/idempotency.decorators.js';
import { HelpdeskParams, HintBody } from './helpdesks.schemas.js';
import { TicketPoller } from './ticket-poller.service.js';

const ASK_MS = 30_000;

/** What helpdesks call when something has become of a ticket. */
@ApiTags('Helpdesks')
@Controller('v1/helpdesks/:id/hints')
export class InboundController {
  constructor(private readonly poller: TicketPoller) {}

  @Post()
  @HttpCode(HttpStatus.NO_CONTENT)
  @WithoutIdempotencyKey()
  @RequiresScope('helpdesk:operate', 'helpdesk:write')
  @ApiOperation({
    operationId: 'hintAtTicket',
    summary: 'Say that something has become of a ticket',
    description:
      'For a trigger of the helpdesk. The hint is not believed: the helpdesk is asked for the state of the ticket, and then its `inbound` rules are followed. Without hints each open ticket is asked about every five minutes.',
  })
  @ApiNoContentResponse({ description: 'The helpdesk was asked.' })
  @ApiProblems('helpdesk-not-found', 'ticket-not-found', 'secrets-key-missing', 'secrets-key-wrong')
  async hint(
    @Param({ schema: HelpdeskParams }) { id }: HelpdeskParams,
    @Body({ schema: HintBody }) { ticket }: HintBody,
  ): Promise<void> {
    await this.poller.pollOne(id, ticket, AbortSignal.timeout(ASK_MS));
  }
}
