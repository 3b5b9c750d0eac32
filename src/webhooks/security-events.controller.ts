import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { WithoutIdempotencyKey } from '../platform/http/idempotency.decorators.js';
import { PollService } from './poll.service.js';
import { KeySetView, PollBody, PollView } from './security-events.schemas.js';
import { SecurityTokens } from './security-tokens.service.js';
import { WebhookParams } from './webhooks.schemas.js';

/** Security event tokens: how they are checked and fetched. */
@ApiTags('Webhooks')
@Controller('v1')
export class SecurityEventsController {
  constructor(
    private readonly polls: PollService,
    private readonly tokens: SecurityTokens,
  ) {}

  @Get('security-events/keys')
  @RequiresScope('accounts:read', 'helpdesk:write')
  @ApiOperation({
    operationId: 'listSecurityKeys',
    summary: 'Read the keys of security event tokens',
    description: 'A JWK set: give it to receivers, who check the tokens by it.',
  })
  @ApiOkResponse({ description: 'The public keys.', standardSchema: KeySetView })
  @ApiProblems('unauthenticated')
  async keys(): Promise<KeySetView> {
    return { keys: (await this.tokens.keys()).map((key) => ({ ...key })) };
  }

  @Post('webhooks/:id/poll')
  @HttpCode(HttpStatus.OK)
  @WithoutIdempotencyKey()
  @RequiresScope('accounts:read', 'helpdesk:write')
  @ApiOperation({
    operationId: 'pollSecurityEvents',
    summary: 'Fetch security event tokens',
    description:
      'RFC 8936, without waiting: what isn’t acknowledged comes again. For a webhook of format set-poll.',
  })
  @ApiOkResponse({ description: 'Tokens that wait.', standardSchema: PollView })
  @ApiProblems('webhook-not-found', 'webhook-not-polled', 'public-url-needed')
  poll(
    @Param({ schema: WebhookParams }) { id }: WebhookParams,
    @Body({ schema: PollBody }) body: PollBody,
  ): Promise<PollView> {
    return this.polls.poll(id, body);
  }
}
