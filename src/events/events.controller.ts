import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccountNamesService } from '../accounts/account-names.service.js';
import { AccountParams } from '../accounts/accounts.schemas.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { RequiresScope } from '../auth/requires-scope.js';
import type { Place } from '../kernel/geo.js';
import { canonicalAddress } from '../kernel/ip-address.js';
import { GeoLocator } from '../platform/geoip/geo-locator.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodedBytes } from '../platform/http/decoded-text.js';
import { WithoutIdempotencyKey } from '../platform/http/idempotency.decorators.js';
import { decodeCursor, type Page, pageOf, type PageQuery } from '../platform/http/page.js';
import { toEventView } from './domain/event-view.js';
import { EVENTS_BODY } from './event-bodies.js';
import { type EventFilter, EventReadModel } from './event.read-model.js';
import {
  EventListQuery,
  EventPageView,
  EventPositionSchema,
  EventsQuery,
  IngestView,
  type StoredEventView,
} from './events.schemas.js';
import { type IntakeResult, NativeIntakeService } from './native-intake.service.js';
import type { StoredEvent } from './stored-event.js';

const MAX_BODY_BYTES = 16 << 20;

/** Events as JSON, in and out. */
@ApiTags('Events')
@Controller('v1')
export class EventsController {
  constructor(
    private readonly intake: NativeIntakeService,
    private readonly reading: EventReadModel,
    private readonly names: AccountNamesService,
    private readonly accounts: AccountsService,
    private readonly places: GeoLocator,
  ) {}

  @Post('events')
  @HttpCode(HttpStatus.OK)
  @RouteConfig({ bodyLimit: MAX_BODY_BYTES })
  @WithoutIdempotencyKey()
  @RequiresScope('events:write')
  @ApiConsumes('application/x-ndjson', 'application/json')
  @ApiBody(EVENTS_BODY)
  @ApiOperation({
    operationId: 'sendEvents',
    summary: 'Send events',
    description:
      'One event a line (NDJSON), or an array; at most 10,000 events or 16 MiB. The answer comes when they are stored, scored and counted. Sending an event again changes nothing. A bad line is named, and the good ones beside it are kept.',
  })
  @ApiOkResponse({ description: 'What became of them.', standardSchema: IngestView })
  @ApiProblems('too-many-events', 'body-too-large', 'overloaded')
  async send(
    @Body() body: unknown,
    @Headers('content-type') type: string | undefined,
    @Headers('content-encoding') encoding: string | undefined,
  ): Promise<IngestView> {
    const result = type?.startsWith('application/json')
      ? await this.intake.takeArray(body)
      : await this.intake.takeLines(await decodedBytes(body, encoding, MAX_BODY_BYTES));
    return toIngestView(result);
  }

  @Get('events')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listEvents',
    summary: 'List events, the newest first',
    description: 'By account, source address or network, time, type and outcome.',
  })
  @ApiOkResponse({ description: 'A page of events.', standardSchema: EventPageView })
  @ApiProblems('invalid-cursor')
  list(@Query({ schema: EventsQuery }) query: EventsQuery): Promise<Page<StoredEventView>> {
    const login = query.account && (this.names.canonical(query.account) ?? query.account);
    return this.page({ ...filterOf(query), login }, query);
  }

  @Get('accounts/:id/events')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listAccountEvents',
    summary: "List an account's events, the newest first",
    description: 'Its timeline.',
  })
  @ApiOkResponse({ description: 'A page of events.', standardSchema: EventPageView })
  @ApiProblems('account-not-found', 'invalid-cursor')
  async ofAccount(
    @Param({ schema: AccountParams }) { id: accountId }: AccountParams,
    @Query({ schema: EventListQuery }) query: EventListQuery,
  ): Promise<Page<StoredEventView>> {
    await this.accounts.get(accountId);
    return this.page({ ...filterOf(query), accountId }, query);
  }

  private async page(
    filter: EventFilter,
    { limit, cursor }: PageQuery,
  ): Promise<Page<StoredEventView>> {
    const after = decodeCursor(cursor, EventPositionSchema);
    const rows = await this.reading.list({ ...filter, after }, limit + 1);
    const page = pageOf(rows, limit, ({ id, event }) => ({
      at: new Date(event.at).toISOString(),
      id,
    }));
    return { ...page, items: page.items.map((row) => this.view(row)) };
  }

  private view({ id, event }: StoredEvent): StoredEventView {
    const place = event.sourceIp === undefined ? undefined : this.places.locate(event.sourceIp);
    return { id, ...toEventView(event), place: place ? toPlaceView(place) : null };
  }
}

function filterOf({ sourceIp, from, to, type, outcome }: EventListQuery): EventFilter {
  return { sourceIp: sourceIp && canonicalNetwork(sourceIp), from, to, type, outcome };
}

function canonicalNetwork(text: string): string {
  const [address = '', bits] = text.split('/');
  const canonical = canonicalAddress(address) ?? address;
  return bits === undefined ? canonical : `${canonical}/${bits}`;
}

function toPlaceView(place: Place): StoredEventView['place'] {
  const { country = null, city = null, asn = null, organization = null } = place;
  return { country, city, asn, organization };
}

function toIngestView({ rejections, ...rest }: IntakeResult): IngestView {
  return { ...rest, rejections: [...rejections] };
}
