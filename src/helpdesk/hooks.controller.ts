import { Body, Controller, HttpCode, HttpStatus, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblems } from '../platform/http/api-problems.js';
import { SignedByCaller } from '../platform/http/signed-by-caller.js';
import { SignedCalls } from '../platform/http/signed-calls.service.js';
import { HelpdeskParams } from './helpdesks.schemas.js';
import { Hooks } from './hooks.service.js';

const ASK_MS = 30_000;

/** Where helpdesks send their webhooks. */
@ApiTags('Helpdesks')
@Controller('v1/helpdesks/:id/hooks')
export class HooksController {
  constructor(
    private readonly hooks: Hooks,
    private readonly calls: SignedCalls,
  ) {}

  @Post()
  @HttpCode(HttpStatus.NO_CONTENT)
  @SignedByCaller()
  @ApiBody({
    schema: {
      type: 'object',
      additionalProperties: true,
      examples: [{ ticket: 'AW-7K2M9QXH4BTC' }],
    },
  })
  @ApiOperation({
    operationId: 'receiveHook',
    summary: 'Take a webhook of a helpdesk',
    description:
      'For webhooks that the helpdesk itself signs, by the inbound secret; they need no other credential. A message is not believed: the helpdesk is asked for the state of the ticket, and then its `inbound` rules are followed. Of the kind webhook, which can’t be asked, the message itself says what has become of the ticket. What came before changes nothing. A helpdesk that takes long is asked on after the answer.',
  })
  @ApiNoContentResponse({
    description: 'It was followed or is being followed, or is about no ticket of ours.',
  })
  @ApiProblems(
    'helpdesk-not-found',
    'hook-not-signed',
    'secrets-key-missing',
    'secrets-key-wrong',
    'too-many-requests',
  )
  async receive(
    @Param({ schema: HelpdeskParams }) { id }: HelpdeskParams,
    @Body() payload: unknown,
    @Req() { headers, rawBody = Buffer.alloc(0), ip }: FastifyRequest,
  ): Promise<void> {
    const header = (name: string) => {
      const value = headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    const message = { header, body: rawBody };
    await this.calls.from(ip, () =>
      this.hooks.receive(id, message, payload, AbortSignal.timeout(ASK_MS)),
    );
  }
}
