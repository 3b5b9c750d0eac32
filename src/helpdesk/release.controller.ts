import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import type { Action } from '../response/domain/action.js';
import { CounterParams } from './counter.schemas.js';
import {
  ExtendBody,
  HandOverBody,
  ReleaseView,
  TemporaryPasswordBody,
  UnlockBody,
} from './release.schemas.js';
import { ReleasesService } from './releases.service.js';

/** What an operator of the helpdesk does about a caller's account. */
@ApiTags('Helpdesk counter')
@Controller('v1/helpdesk/accounts/:id')
export class ReleaseController {
  constructor(private readonly releases: ReleasesService) {}

  @Post('unlock')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'releaseAccount',
    summary: 'Let a verified caller’s account in again',
    description:
      'Uses the verification up. Protected accounts, those that an operator has confirmed as compromised and those that were taken again after a remedy need a second operator’s approval of the verification.',
  })
  @ApiAcceptedResponse({ description: 'It is queued.', standardSchema: ReleaseView })
  @ApiProblems(
    'account-not-found',
    'verification-not-found',
    'caller-not-verified',
    'own-account',
    'approver-needed',
    'response-stopped',
  )
  async unlock(
    @Param({ schema: CounterParams }) { id }: CounterParams,
    @Body({ schema: UnlockBody }) body: UnlockBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ReleaseView> {
    return releaseView(await this.releases.unlock(id, body, operator));
  }

  @Post('hand-over')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'handOverAccount',
    summary: 'Hand a call over to security',
    description: 'It is noted on the account’s ticket and told to whoever has an alert on it.',
  })
  @ApiNoContentResponse({ description: 'It is handed over.' })
  @ApiProblems('account-not-found')
  async handOver(
    @Param({ schema: CounterParams }) { id }: CounterParams,
    @Body({ schema: HandOverBody }) body: HandOverBody,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.releases.handOver(id, body, operator);
  }

  @Post('temporary-password')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'giveTemporaryPassword',
    summary: 'Give a verified caller a temporary password',
    description:
      'Uses the verification up. A worker makes the password and sets it; poll the action until it is applied, then fetch the password once with `POST /v1/actions/{id}/temporary-password`.',
  })
  @ApiAcceptedResponse({ description: 'It is queued.', standardSchema: ReleaseView })
  @ApiProblems(
    'account-not-found',
    'verification-not-found',
    'caller-not-verified',
    'own-account',
    'approver-needed',
    'response-stopped',
  )
  async temporaryPassword(
    @Param({ schema: CounterParams }) { id }: CounterParams,
    @Body({ schema: TemporaryPasswordBody }) body: TemporaryPasswordBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ReleaseView> {
    return releaseView([await this.releases.temporaryPassword(id, body, operator)]);
  }

  @Post('extend-lock')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'extendLock',
    summary: 'Let a lock hold longer',
    description: 'For a caller who could not be verified. Nobody is let in by it.',
  })
  @ApiAcceptedResponse({ description: 'It is queued.', standardSchema: ReleaseView })
  @ApiProblems('account-not-found', 'response-stopped')
  async extend(
    @Param({ schema: CounterParams }) { id }: CounterParams,
    @Body({ schema: ExtendBody }) body: ExtendBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ReleaseView> {
    return releaseView([await this.releases.extendLock(id, body, operator)]);
  }
}

function releaseView(actions: readonly Action[]): ReleaseView {
  return {
    actions: actions.map(({ id, operation, status }) => ({ id, do: operation, status })),
  };
}
