import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import { deliveryView } from './webhook.view.js';
import {
  DeliveriesCursor,
  DeliveryPage,
  DeliveryParams,
  DeliveryView,
  WebhookParams,
  WebhooksQuery,
} from './webhooks.schemas.js';
import { WebhooksService } from './webhooks.service.js';

/** `/v1/webhooks/{id}/deliveries`. */
@ApiTags('Webhooks')
@Controller('v1/webhooks/:id/deliveries')
export class DeliveriesController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'listDeliveries',
    summary: 'List the messages of a webhook',
    description: 'The newest first, with what became of each. Finished ones are kept for 30 days.',
  })
  @ApiOkResponse({ description: 'A page of deliveries.', standardSchema: DeliveryPage })
  @ApiProblems('webhook-not-found', 'invalid-cursor')
  async list(
    @Param({ schema: WebhookParams }) { id }: WebhookParams,
    @Query({ schema: WebhooksQuery }) { limit, cursor }: WebhooksQuery,
  ): Promise<Page<DeliveryView>> {
    const before = decodeCursor(cursor, DeliveriesCursor)?.before;
    const rows = await this.webhooks.deliveriesOf(id, before, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ before: last.id }));
    return { ...page, items: page.items.map(deliveryView) };
  }

  @Post(':deliveryId/replay')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'replayDelivery',
    summary: 'Send a message again',
    description: 'With the same webhook-id, so that a receiver that has it can drop it.',
  })
  @ApiAcceptedResponse({ description: 'It is queued.', standardSchema: DeliveryView })
  @ApiProblems('delivery-not-found')
  async replay(
    @Param({ schema: DeliveryParams }) { id, deliveryId }: DeliveryParams,
    @CurrentOperator() operator: Operator,
  ): Promise<DeliveryView> {
    return deliveryView(await this.webhooks.replay(id, deliveryId, operator));
  }
}
