import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccountParams } from '../accounts/accounts.schemas.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import type { Page } from '../platform/http/page.js';
import { ActionReadModel } from './action.read-model.js';
import { actionPage, toActionView } from './action.view.js';
import { ActionsService } from './actions.service.js';
import {
  AccountActionsQuery,
  ActionBody,
  ActionPageView,
  ActionParams,
  ActionsQuery,
  ActionView,
} from './response.schemas.js';

/** Actions: asked for, listed, approved, rejected, undone. */
@ApiTags('Response')
@Controller('v1')
export class ActionsController {
  constructor(
    private readonly actions: ActionsService,
    private readonly reading: ActionReadModel,
    private readonly accounts: AccountsService,
  ) {}

  @Post('accounts/:id/actions')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'requestAction',
    summary: 'Ask the directory to lock, unlock, reset, disable or enable an account',
    description:
      'The action is queued; poll it. While the same operation is open for the account, that action is the answer. With dryRun nothing is done.',
  })
  @ApiAcceptedResponse({ description: 'The action.', standardSchema: ActionView })
  @ApiProblems('account-not-found', 'response-stopped')
  async request(
    @Param({ schema: AccountParams }) { id }: AccountParams,
    @Body({ schema: ActionBody }) body: ActionBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ActionView> {
    const ticket = body.ticket ?? undefined;
    return toActionView(await this.actions.request(id, { ...body, ticket }, operator));
  }

  @Get('accounts/:id/actions')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listAccountActions',
    summary: "List an account's actions, the newest first",
    description: 'What was asked of the directory, by whom and why, and what became of it.',
  })
  @ApiOkResponse({ description: 'A page of actions.', standardSchema: ActionPageView })
  @ApiProblems('account-not-found', 'invalid-cursor')
  async ofAccount(
    @Param({ schema: AccountParams }) { id: accountId }: AccountParams,
    @Query({ schema: AccountActionsQuery }) query: AccountActionsQuery,
  ): Promise<Page<ActionView>> {
    await this.accounts.get(accountId);
    return actionPage(
      this.reading,
      { accountId, status: query.status, operation: query.do },
      query,
    );
  }

  @Get('actions')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listActions',
    summary: 'List actions, the newest first',
    description: 'With status=awaiting-approval it is the list of what waits for an operator.',
  })
  @ApiOkResponse({ description: 'A page of actions.', standardSchema: ActionPageView })
  @ApiProblems('invalid-cursor')
  list(@Query({ schema: ActionsQuery }) query: ActionsQuery): Promise<Page<ActionView>> {
    const { accountId, status, do: operation } = query;
    return actionPage(this.reading, { accountId, status, operation }, query);
  }

  @Get('actions/:id')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getAction',
    summary: 'Get an action',
    description: 'Poll it until its status is no longer queued or running.',
  })
  @ApiOkResponse({ description: 'The action.', standardSchema: ActionView })
  @ApiProblems('action-not-found')
  async get(@Param({ schema: ActionParams }) { id }: ActionParams): Promise<ActionView> {
    return toActionView(await this.actions.get(id));
  }

  @Post('actions/:id/approve')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'approveAction',
    summary: 'Let an action start that awaits approval',
    description: 'Nobody approves what he asked for himself.',
  })
  @ApiAcceptedResponse({ description: 'The action, queued.', standardSchema: ActionView })
  @ApiProblems('action-not-found', 'action-not-awaiting-approval', 'own-action', 'response-stopped')
  async approve(
    @Param({ schema: ActionParams }) { id }: ActionParams,
    @CurrentOperator() operator: Operator,
  ): Promise<ActionView> {
    return toActionView(await this.actions.approve(id, operator));
  }

  @Post('actions/:id/reject')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'rejectAction',
    summary: 'Cancel an action that awaits approval',
    description: 'The rules may ask for it again later.',
  })
  @ApiOkResponse({ description: 'The action, cancelled.', standardSchema: ActionView })
  @ApiProblems('action-not-found', 'action-not-awaiting-approval')
  async reject(
    @Param({ schema: ActionParams }) { id }: ActionParams,
    @CurrentOperator() operator: Operator,
  ): Promise<ActionView> {
    return toActionView(await this.actions.reject(id, operator));
  }

  @Post('actions/:id/undo')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'undoAction',
    summary: 'Take an applied action back',
    description:
      'Queues the opposite: unlock for lock, enable for disable. A forced reset cannot be taken back.',
  })
  @ApiAcceptedResponse({ description: 'The action that undoes it.', standardSchema: ActionView })
  @ApiProblems('action-not-found', 'action-not-applied', 'action-not-undoable', 'response-stopped')
  async undo(
    @Param({ schema: ActionParams }) { id }: ActionParams,
    @CurrentOperator() operator: Operator,
  ): Promise<ActionView> {
    return toActionView(await this.actions.undo(id, operator));
  }
}
