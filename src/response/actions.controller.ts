import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccountParams } from '../accounts/accounts.schemas.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import type { Page } from '../platform/http/page.js';
import { ActionPlans } from './action-plan.service.js';
import { ActionReview } from './action-review.service.js';
import { ActionReadModel } from './action.read-model.js';
import { actionPage, toActionView, toPlanView } from './action.view.js';
import { ActionsService } from './actions.service.js';
import {
  AccountActionsQuery,
  ActionBody,
  ActionPageView,
  ActionParams,
  ActionPlanView,
  ActionsQuery,
  ActionView,
  PlanQuery,
} from './response.schemas.js';

/** Actions: asked for, listed, approved, rejected, undone. */
@ApiTags('Response')
@Controller('v1')
export class ActionsController {
  constructor(
    private readonly actions: ActionsService,
    private readonly reviews: ActionReview,
    private readonly plans: ActionPlans,
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
      'The action is queued; poll it. While the same operation is open for the account, that action is the answer. With dryRun nothing is done; GET /v1/accounts/{id}/plan shows what would be.',
  })
  @ApiAcceptedResponse({ description: 'The action.', standardSchema: ActionView })
  @ApiProblems('account-not-found', 'response-stopped', 'action-not-expiring')
  async request(
    @Param({ schema: AccountParams }) { id }: AccountParams,
    @Body({ schema: ActionBody }) body: ActionBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ActionView> {
    const ticket = body.ticket ?? undefined;
    const expiresInHours = body.expiresInHours ?? undefined;
    const request = { ...body, ticket, expiresInHours };
    return toActionView(await this.actions.request(id, request, operator));
  }

  @Get('accounts/:id/plan')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'planAction',
    summary: 'Show what an action would do, without doing it',
    description:
      'Asks the directory: which entry, from which state to which, what would be sent; what it has no operation for and what is done instead; and which guard rails an operator meets.',
  })
  @ApiOkResponse({ description: 'The plan.', standardSchema: ActionPlanView })
  @ApiProblems('account-not-found', 'no-directory', 'directory-unavailable', 'directory-refused')
  async plan(
    @Param({ schema: AccountParams }) { id }: AccountParams,
    @Query({ schema: PlanQuery }) query: PlanQuery,
  ): Promise<ActionPlanView> {
    return toPlanView(await this.plans.of(id, query.do));
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

  @Get('actions/:id/plan')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getActionPlan',
    summary: 'Show what an action will do, before it is approved',
    description: 'The plan of its operation on its account, as the directory answers now.',
  })
  @ApiOkResponse({ description: 'The plan.', standardSchema: ActionPlanView })
  @ApiProblems('action-not-found', 'no-directory', 'directory-unavailable', 'directory-refused')
  async planOf(@Param({ schema: ActionParams }) { id }: ActionParams): Promise<ActionPlanView> {
    const { accountId, operation } = await this.actions.get(id);
    return toPlanView(await this.plans.of(accountId, operation));
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
    return toActionView(await this.reviews.approve(id, operator));
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
    return toActionView(await this.reviews.reject(id, operator));
  }

  @Post('actions/:id/undo')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'undoAction',
    summary: 'Take an applied action back',
    description:
      'Queues the opposite: unlock for lock, enable for disable, release-outbound for hold-outbound. A forced reset cannot be taken back.',
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
