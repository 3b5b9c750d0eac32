import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { CallerAttributesBody, CallerAttributesView } from './caller-attributes.schemas.js';
import { CallerAttributes } from './caller-attributes.service.js';

/** `/v1/helpdesk/caller-attributes`: what of a directory callers may be asked for. */
@ApiTags('Helpdesk counter')
@Controller('v1/helpdesk/caller-attributes')
export class CallerAttributesController {
  constructor(private readonly attributes: CallerAttributes) {}

  @Get()
  @RequiresScope('helpdesk:operate', 'helpdesk:write')
  @ApiOperation({
    operationId: 'listCallerAttributes',
    summary: 'List what callers may be asked for',
    description: 'Attributes of directories by name; never their values.',
  })
  @ApiOkResponse({ description: 'The attributes.', standardSchema: CallerAttributesView })
  @ApiProblems('unauthenticated')
  async list(): Promise<CallerAttributesView> {
    return { items: await this.attributes.list() };
  }

  @Put()
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'setCallerAttributes',
    summary: 'Say what callers may be asked for',
    description:
      'Attributes that the directory has of each owner and that others don’t know. They are read when a caller is verified and kept nowhere.',
  })
  @ApiOkResponse({ description: 'The attributes now.', standardSchema: CallerAttributesView })
  @ApiProblems('directory-not-found', 'attributes-unsupported')
  async replace(
    @Body({ schema: CallerAttributesBody }) { attributes }: CallerAttributesBody,
    @CurrentOperator() operator: Operator,
  ): Promise<CallerAttributesView> {
    return { items: await this.attributes.replace(attributes, operator) };
  }
}
