import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import { CardsService } from './cards.service.js';
import {
  CardPage,
  CardsCursor,
  CardsQuery,
  CardView,
  CounterParams,
  type WorklistItemView,
  WorklistPage,
  WorklistParams,
  WorklistQuery,
} from './counter.schemas.js';
import { cardView, worklistItemView } from './counter.view.js';
import { WorklistReadModel } from './worklist.read-model.js';

/** What an operator of the helpdesk reads: cards and worklists. */
@ApiTags('Helpdesk counter')
@Controller('v1/helpdesk')
export class CounterController {
  constructor(
    private readonly cards: CardsService,
    private readonly worklists: WorklistReadModel,
  ) {}

  @Get('accounts')
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'findCards',
    summary: 'Find the cards of callers',
    description:
      'Why an account is kept out, since when, by whom, what happens next, and what you may do about it.',
  })
  @ApiOkResponse({ description: 'Cards, by id of the account.', standardSchema: CardPage })
  @ApiProblems('invalid-cursor')
  async find(
    @Query({ schema: CardsQuery }) { query, limit, cursor }: CardsQuery,
    @CurrentOperator() operator: Operator,
  ): Promise<Page<CardView>> {
    const after = decodeCursor(cursor, CardsCursor)?.after;
    const cards = await this.cards.search(query, after, limit + 1, operator);
    const page = pageOf(cards, limit, (last) => ({ after: last.accountId }));
    return { ...page, items: page.items.map(cardView) };
  }

  @Get('accounts/:id')
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'getCard',
    summary: 'Read the card of one account',
    description:
      'What an operator has to know of a caller’s account, and no other account’s events.',
  })
  @ApiOkResponse({ description: 'The card.', standardSchema: CardView })
  @ApiProblems('account-not-found')
  async get(
    @Param({ schema: CounterParams }) { id }: CounterParams,
    @CurrentOperator() operator: Operator,
  ): Promise<CardView> {
    return cardView(await this.cards.of(id, operator));
  }

  @Get('worklists/:name')
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'listWork',
    summary: 'List what is to be done',
    description:
      'locked: accounts that are kept out. must-change: those that have to choose a new password. expiring: locks that end within a day, passwords within a week. awaiting-approval: actions that wait for a second operator. second-wave: accounts that are watched after a remedy, or were taken again.',
  })
  @ApiOkResponse({ description: 'A page of the list.', standardSchema: WorklistPage })
  @ApiProblems('invalid-cursor')
  async work(
    @Param({ schema: WorklistParams }) { name }: WorklistParams,
    @Query({ schema: WorklistQuery }) { limit, cursor }: WorklistQuery,
  ): Promise<Page<WorklistItemView>> {
    const after = decodeCursor(cursor, CardsCursor)?.after;
    const rows = await this.worklists.list(name, after, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ after: last.key }));
    return { ...page, items: page.items.map(worklistItemView) };
  }
}
