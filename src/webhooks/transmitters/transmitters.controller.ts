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
import {
  NewTransmitterBody,
  ReceivedEventPage,
  ReceivedEventsCursor,
  type ReceivedEventView,
  receivedEventView,
  TransmitterPage,
  TransmitterParams,
  TransmitterPatchBody,
  TransmittersCursor,
  TransmittersQuery,
  TransmitterView,
  transmitterView,
} from './transmitters.schemas.js';
import { TransmittersService } from './transmitters.service.js';

/** `/v1/security-event-transmitters`: whose security events are taken in. */
@ApiTags('Security events')
@Controller('v1/security-event-transmitters')
export class TransmittersController {
  constructor(private readonly transmitters: TransmittersService) {}

  @Get()
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'listTransmitters',
    summary: 'List the transmitters',
    description: 'Those whose security event tokens are taken in, in the order of their making.',
  })
  @ApiOkResponse({ description: 'A page of transmitters.', standardSchema: TransmitterPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: TransmittersQuery }) { limit, cursor }: TransmittersQuery,
  ): Promise<Page<TransmitterView>> {
    const after = decodeCursor(cursor, TransmittersCursor)?.after;
    const rows = await this.transmitters.list(after, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ after: last.id }));
    return { ...page, items: page.items.map(transmitterView) };
  }

  @Post()
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'createTransmitter',
    summary: 'Take in security events',
    description:
      'Names who may tell of compromised accounts, and by which keys his tokens are checked. Have him push to `/v1/security-event-transmitters/{id}/events`.',
  })
  @ApiCreatedResponse({ description: 'It is made.', standardSchema: TransmitterView })
  @ApiProblems('transmitter-name-taken', 'transmitter-keys-refused')
  async create(
    @Body({ schema: NewTransmitterBody }) body: NewTransmitterBody,
    @CurrentOperator() operator: Operator,
  ): Promise<TransmitterView> {
    return transmitterView(await this.transmitters.create(body, operator));
  }

  @Patch(':id')
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'changeTransmitter',
    summary: 'Change a transmitter',
    description: 'Only what is given changes.',
  })
  @ApiOkResponse({ description: 'The transmitter as it is now.', standardSchema: TransmitterView })
  @ApiProblems('transmitter-not-found', 'transmitter-name-taken', 'transmitter-keys-refused')
  async change(
    @Param({ schema: TransmitterParams }) { id }: TransmitterParams,
    @Body({ schema: TransmitterPatchBody }) body: TransmitterPatchBody,
    @CurrentOperator() operator: Operator,
  ): Promise<TransmitterView> {
    return transmitterView(await this.transmitters.change(id, body, operator));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'removeTransmitter',
    summary: 'Remove a transmitter',
    description: 'Nothing of it is taken in any more. Signals that it raised stay.',
  })
  @ApiNoContentResponse({ description: 'It is removed.' })
  @ApiProblems('transmitter-not-found')
  async remove(
    @Param({ schema: TransmitterParams }) { id }: TransmitterParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.transmitters.remove(id, operator);
  }

  @Get(':id/events')
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'listReceivedSecurityEvents',
    summary: 'List what a transmitter has told',
    description: 'The newest first, with what became of each token. They are kept for 30 days.',
  })
  @ApiOkResponse({ description: 'A page of tokens.', standardSchema: ReceivedEventPage })
  @ApiProblems('transmitter-not-found', 'invalid-cursor')
  async events(
    @Param({ schema: TransmitterParams }) { id }: TransmitterParams,
    @Query({ schema: TransmittersQuery }) { limit, cursor }: TransmittersQuery,
  ): Promise<Page<ReceivedEventView>> {
    const before = decodeCursor(cursor, ReceivedEventsCursor)?.before;
    const rows = await this.transmitters.eventsOf(id, before, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ before: last.id }));
    return { ...page, items: page.items.map(receivedEventView) };
  }
}
