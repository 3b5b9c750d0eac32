import { Body, Controller, Get, HttpCode, HttpStatus, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import type { PolicyInForce } from './response-policy.repository.js';
import { ResponsePolicyService } from './response-policy.service.js';
import { PolicyBody, PolicyView, StopBody } from './response-policy.schemas.js';

/** `/v1/response-policy`. */
@ApiTags('Response')
@Controller('v1/response-policy')
export class ResponsePolicyController {
  constructor(private readonly policies: ResponsePolicyService) {}

  @Get()
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getResponsePolicy',
    summary: 'Get what the machine may do by itself',
    description: 'Mode, rules, guard rails and the stop switch.',
  })
  @ApiOkResponse({ description: 'The policy in force.', standardSchema: PolicyView })
  @ApiProblems('invalid-request')
  async get(): Promise<PolicyView> {
    return toView(await this.policies.read());
  }

  @Put()
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'changeResponsePolicy',
    summary: 'Change what the machine may do by itself',
    description: 'What is left out keeps its value.',
  })
  @ApiOkResponse({ description: 'The policy in force.', standardSchema: PolicyView })
  @ApiProblems('invalid-request')
  async change(
    @Body({ schema: PolicyBody }) body: PolicyBody,
    @CurrentOperator() operator: Operator,
  ): Promise<PolicyView> {
    return toView(await this.policies.change(body, operator));
  }

  @Post('stop')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('accounts:respond', 'policies:write')
  @ApiOperation({
    operationId: 'stopResponse',
    summary: 'Pull the stop switch',
    description:
      'No action starts that keeps somebody out, until resume; those that are queued wait for approval. Unlocking still works.',
  })
  @ApiOkResponse({ description: 'The policy, stopped.', standardSchema: PolicyView })
  @ApiProblems('invalid-request')
  async stop(
    @Body({ schema: StopBody }) { reason }: StopBody,
    @CurrentOperator() operator: Operator,
  ): Promise<PolicyView> {
    return toView(await this.policies.stop(reason, operator));
  }

  @Post('resume')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'resumeResponse',
    summary: 'Release the stop switch',
    description:
      'Actions that were held meanwhile stay with the operators: approve or reject them.',
  })
  @ApiOkResponse({ description: 'The policy in force.', standardSchema: PolicyView })
  @ApiProblems('invalid-request')
  async resume(@CurrentOperator() operator: Operator): Promise<PolicyView> {
    return toView(await this.policies.resume(operator));
  }
}

function toView({ policy, stop }: PolicyInForce): PolicyView {
  return {
    ...policy,
    stopped: stop ? { at: stop.at.toISOString(), by: stop.by, reason: stop.reason } : null,
  };
}
