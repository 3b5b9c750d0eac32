import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import { AccountReadModel } from './account.read-model.js';
import { toAccountCard, toAccountView } from './account.view.js';
import {
  AccountCardView,
  AccountPageView,
  AccountParams,
  AccountPatchBody,
  AccountPosition,
  AccountsQuery,
  type AccountView,
} from './accounts.schemas.js';
import { AccountsService } from './accounts.service.js';

/** `/v1/accounts`. */
@ApiTags('Accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly reading: AccountReadModel,
  ) {}

  @Get()
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listAccounts',
    summary: 'List accounts, the most at risk first',
    description: 'Accounts come from events and from directories.',
  })
  @ApiOkResponse({ description: 'A page of accounts.', standardSchema: AccountPageView })
  @ApiProblems('invalid-cursor')
  async list(@Query({ schema: AccountsQuery }) query: AccountsQuery): Promise<Page<AccountView>> {
    const { limit, cursor, ...filter } = query;
    const after = decodeCursor(cursor, AccountPosition);
    const rows = await this.reading.list({ ...filter, after }, limit + 1);
    const page = pageOf(rows, limit, ({ sort_key: key, id }) => ({ key, id }));
    return { ...page, items: page.items.map(toAccountView) };
  }

  @Get(':id')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getAccount',
    summary: 'Get an account with the explanation of its score',
    description: 'The score can be recomputed from the contributions, to the digit.',
  })
  @ApiOkResponse({ description: 'The account.', standardSchema: AccountCardView })
  @ApiProblems('account-not-found')
  async get(@Param({ schema: AccountParams }) { id }: AccountParams): Promise<AccountCardView> {
    return toAccountCard(await this.accounts.get(id));
  }

  @Patch(':id')
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'protectAccount',
    summary: 'Protect an account from the machine, or take the protection off',
    description:
      'The machine never touches a protected account; operators need a second one to act on it.',
  })
  @ApiOkResponse({ description: 'The account.', standardSchema: AccountCardView })
  @ApiProblems('account-not-found')
  async patch(
    @Param({ schema: AccountParams }) { id }: AccountParams,
    @Body({ schema: AccountPatchBody }) body: AccountPatchBody,
    @CurrentOperator() operator: Operator,
  ): Promise<AccountCardView> {
    return toAccountCard(await this.accounts.protect(id, body.protected, operator));
  }
}
