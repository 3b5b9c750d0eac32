import { Body, Controller, HttpCode, HttpStatus, Ip, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { SignedByCaller } from '../../platform/http/signed-by-caller.js';
import { SignedCalls } from '../../platform/http/signed-calls.service.js';
import { Reception } from './reception.service.js';
import { TokenRefused } from './security-event-tokens.service.js';
import { TokenRefusalView, TransmitterParams } from './transmitters.schemas.js';

/** Where transmitters push their security event tokens. */
@ApiTags('Security events')
@Controller('v1/security-event-transmitters/:id/events')
export class ReceptionController {
  constructor(
    private readonly reception: Reception,
    private readonly calls: SignedCalls,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @SignedByCaller()
  @ApiConsumes('application/secevent+jwt')
  @ApiBody({ schema: { type: 'string', examples: ['eyJ0eXAiOiJzZWNldmVudCtqd3QiLCJhbGciOi…'] } })
  @ApiOperation({
    operationId: 'pushSecurityEvent',
    summary: 'Push a security event token',
    description:
      'RFC 8935, for the transmitter: a token that its issuer signed for the audience that was agreed needs no other credential. One that was received before is accepted and changes nothing. What is said of a compromise becomes a signal at the account.',
  })
  @ApiAcceptedResponse({ description: 'It is taken in.' })
  @ApiResponse({
    status: HttpStatus.BAD_REQUEST,
    description: 'The token is refused (RFC 8935, section 2.3).',
    standardSchema: TokenRefusalView,
  })
  @ApiProblems('transmitter-not-found', 'transmitter-keys-unavailable', 'too-many-requests')
  async push(
    @Param({ schema: TransmitterParams }) { id }: TransmitterParams,
    @Body() token: unknown,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenRefusalView | undefined> {
    try {
      await this.calls.from(address, () => this.reception.receive(id, textOf(token)));
      return undefined;
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      reply.status(HttpStatus.BAD_REQUEST);
      return { err: error.code, description: error.message };
    }
  }
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body.trim();
  throw new TokenRefused(
    'invalid_request',
    'The body must be a token of the Content-Type application/secevent+jwt.',
  );
}
