import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { ShownOnce } from '../platform/http/idempotency.decorators.js';
import { HelpdeskParams } from './helpdesks.schemas.js';
import {
  InboundSecretBody,
  InboundSecretView,
  type InboundSigningView,
  InboundSigningView as InboundSigningSchema,
} from './inbound-secrets.schemas.js';
import { InboundSecrets, type InboundSigning } from './inbound-secrets.service.js';

/** `/v1/helpdesks/{id}/inbound-secret`: by what the webhooks of a helpdesk are checked. */
@ApiTags('Helpdesks')
@Controller('v1/helpdesks/:id/inbound-secret')
export class InboundSecretsController {
  constructor(private readonly secrets: InboundSecrets) {}

  @Get()
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'getInboundSecret',
    summary: 'Read how the webhooks of a helpdesk are checked',
    description: 'The scheme, and whether a secret is set; never the secret.',
  })
  @ApiOkResponse({ description: 'How they are checked.', standardSchema: InboundSigningSchema })
  @ApiProblems('helpdesk-not-found', 'helpdesk-without-hooks')
  async get(
    @Param({ schema: HelpdeskParams }) { id }: HelpdeskParams,
  ): Promise<InboundSigningView> {
    return viewOf(await this.secrets.signing(id));
  }

  @Put()
  @RequiresScope('helpdesk:write')
  @ShownOnce('secret')
  @ApiOperation({
    operationId: 'setInboundSecret',
    summary: 'Set the secret of the webhooks of a helpdesk',
    description:
      'The one that the helpdesk has made, or one that is made here. The secret before it stays good for `formerHours`, so that the helpdesk can be told without losing a message. Stored encrypted; shown this once.',
  })
  @ApiOkResponse({ description: 'The secret, this once.', standardSchema: InboundSecretView })
  @ApiProblems('helpdesk-not-found', 'helpdesk-without-hooks', 'secrets-key-missing')
  async set(
    @Param({ schema: HelpdeskParams }) { id }: HelpdeskParams,
    @Body({ schema: InboundSecretBody }) { secret: given, formerHours }: InboundSecretBody,
    @CurrentOperator() operator: Operator,
  ): Promise<InboundSecretView> {
    const secret = await this.secrets.set(id, given, formerHours, operator);
    return { ...viewOf(await this.secrets.signing(id)), secret };
  }

  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'removeInboundSecret',
    summary: 'Take no webhooks of a helpdesk any more',
    description: 'Its tickets are still asked about every five minutes.',
  })
  @ApiNoContentResponse({ description: 'The secret is removed.' })
  @ApiProblems('helpdesk-not-found')
  async remove(
    @Param({ schema: HelpdeskParams }) { id }: HelpdeskParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.secrets.remove(id, operator);
  }
}

function viewOf({ scheme, isSet, formerUntil }: InboundSigning): InboundSigningView {
  return { scheme, isSet, formerUntil: formerUntil?.toISOString() ?? null };
}
