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
import { ShownOnce } from '../platform/http/idempotency.decorators.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import { webhookView } from './webhook.view.js';
import {
  NewWebhookBody,
  NewWebhookView,
  WebhookPage,
  WebhookParams,
  WebhookPatchBody,
  WebhooksCursor,
  WebhooksQuery,
  WebhookView,
} from './webhooks.schemas.js';
import { WebhooksService } from './webhooks.service.js';

/** `/v1/webhooks`. */
@ApiTags('Webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'listWebhooks',
    summary: 'List the webhooks',
    description: 'In the order in which they were made; their secrets are never shown again.',
  })
  @ApiOkResponse({ description: 'A page of webhooks.', standardSchema: WebhookPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: WebhooksQuery }) { limit, cursor }: WebhooksQuery,
  ): Promise<Page<WebhookView>> {
    const after = decodeCursor(cursor, WebhooksCursor)?.after;
    const rows = await this.webhooks.list(after, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ after: last.id }));
    return { ...page, items: page.items.map(webhookView) };
  }

  @Post()
  @RequiresScope('helpdesk:write')
  @ShownOnce('secret')
  @ApiOperation({
    operationId: 'createWebhook',
    summary: 'Have what happens posted to a URL',
    description:
      'Signed after Standard Webhooks; the secret is shown this once. Only what happens from now on is told.',
  })
  @ApiCreatedResponse({ description: 'It is made.', standardSchema: NewWebhookView })
  @ApiProblems(
    'webhook-name-taken',
    'webhook-target-refused',
    'public-url-needed',
    'secrets-key-missing',
  )
  async create(
    @Body({ schema: NewWebhookBody }) body: NewWebhookBody,
    @CurrentOperator() operator: Operator,
  ): Promise<NewWebhookView> {
    const { webhook, secret } = await this.webhooks.create(body, operator);
    return { ...webhookView(webhook), secret: secret ?? null };
  }

  @Get(':id')
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'getWebhook',
    summary: 'Read a webhook',
    description: 'With why it was disabled, where the receiver answered 410.',
  })
  @ApiOkResponse({ description: 'The webhook.', standardSchema: WebhookView })
  @ApiProblems('webhook-not-found')
  async get(@Param({ schema: WebhookParams }) { id }: WebhookParams): Promise<WebhookView> {
    return webhookView(await this.webhooks.find(id));
  }

  @Patch(':id')
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'changeWebhook',
    summary: 'Change a webhook',
    description: 'Only what is given changes. Messages that wait go to the new URL.',
  })
  @ApiOkResponse({ description: 'The webhook as it is now.', standardSchema: WebhookView })
  @ApiProblems('webhook-not-found', 'webhook-name-taken', 'webhook-target-refused')
  async change(
    @Param({ schema: WebhookParams }) { id }: WebhookParams,
    @Body({ schema: WebhookPatchBody }) body: WebhookPatchBody,
    @CurrentOperator() operator: Operator,
  ): Promise<WebhookView> {
    return webhookView(await this.webhooks.change(id, body, operator));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'removeWebhook',
    summary: 'Remove a webhook',
    description: 'Its messages go with it, those that wait included.',
  })
  @ApiNoContentResponse({ description: 'It is removed.' })
  @ApiProblems('webhook-not-found')
  async remove(
    @Param({ schema: WebhookParams }) { id }: WebhookParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.webhooks.remove(id, operator);
  }

  @Post(':id/rotate-secret')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('helpdesk:write')
  @ShownOnce('secret')
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Make another secret',
    description: 'The former one signs besides for a day, so that receivers can change over.',
  })
  @ApiOkResponse({ description: 'The new secret, this once.', standardSchema: NewWebhookView })
  @ApiProblems('webhook-not-found', 'webhook-unsigned', 'secrets-key-missing')
  async rotate(
    @Param({ schema: WebhookParams }) { id }: WebhookParams,
    @CurrentOperator() operator: Operator,
  ): Promise<NewWebhookView> {
    const { webhook, secret } = await this.webhooks.rotate(id, operator);
    return { ...webhookView(webhook), secret: secret ?? null };
  }
}
