import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccountParams } from '../accounts/accounts.schemas.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf, type PageQuery } from '../platform/http/page.js';
import { type DetectorInUse, DetectorsService } from './detectors.service.js';
import {
  AccountSignalsQuery,
  DetectorListView,
  DetectorParams,
  DetectorPatchBody,
  DetectorView,
  SignalPageView,
  SignalPosition,
  SignalsQuery,
  type SignalView,
  VerdictBody,
} from './risk.schemas.js';
import { type SignalFilter, SignalReadModel, type SignalRow } from './signal.read-model.js';
import { VerdictsService } from './verdicts.service.js';

/** Signals, detectors and verdicts. */
@ApiTags('Risk')
@Controller('v1')
export class RiskController {
  constructor(
    private readonly signals: SignalReadModel,
    private readonly detectors: DetectorsService,
    private readonly verdicts: VerdictsService,
    private readonly accounts: AccountsService,
  ) {}

  @Get('signals')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listSignals',
    summary: 'List signals, the newest first',
    description: 'A signal is what one detector saw of one account.',
  })
  @ApiOkResponse({ description: 'A page of signals.', standardSchema: SignalPageView })
  @ApiProblems('invalid-cursor')
  list(@Query({ schema: SignalsQuery }) query: SignalsQuery): Promise<Page<SignalView>> {
    return this.page(query, query);
  }

  @Get('accounts/:id/signals')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listAccountSignals',
    summary: "List an account's signals, the newest first",
    description: 'The evidence behind its score.',
  })
  @ApiOkResponse({ description: 'A page of signals.', standardSchema: SignalPageView })
  @ApiProblems('account-not-found', 'invalid-cursor')
  async ofAccount(
    @Param({ schema: AccountParams }) { id: accountId }: AccountParams,
    @Query({ schema: AccountSignalsQuery }) query: AccountSignalsQuery,
  ): Promise<Page<SignalView>> {
    await this.accounts.get(accountId);
    return this.page({ ...query, accountId }, query);
  }

  @Post('accounts/:id/verdict')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'giveVerdict',
    summary: 'Say that an account is compromised, or safe',
    description:
      'A compromised account keeps the score 100 until another verdict, the response policy is asked about it, and what it was seen with since shortly before the attack is new for it again; a safe one starts again, and what was seen so far no longer counts.',
  })
  @ApiNoContentResponse({ description: 'The verdict holds.' })
  @ApiProblems('account-not-found')
  async verdict(
    @Param({ schema: AccountParams }) { id }: AccountParams,
    @Body({ schema: VerdictBody }) { verdict, note }: VerdictBody,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.verdicts.give(id, verdict, note, operator);
  }

  @Get('detectors')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'listDetectors',
    summary: 'List the detectors and their settings',
    description: 'Each with its ATT&CK technique, weight and options.',
  })
  @ApiOkResponse({ description: 'Every detector.', standardSchema: DetectorListView })
  @ApiProblems('invalid-request')
  async listDetectors(): Promise<DetectorListView> {
    return { items: (await this.detectors.list()).map(toDetectorView), nextCursor: null };
  }

  @Patch('detectors/:id')
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'changeDetector',
    summary: 'Switch, weigh or tune a detector',
    description: 'Holds for events that come from now on; what is left out keeps its value.',
  })
  @ApiOkResponse({ description: 'The detector.', standardSchema: DetectorView })
  @ApiProblems('detector-not-found', 'detector-options-invalid')
  async change(
    @Param({ schema: DetectorParams }) { id }: DetectorParams,
    @Body({ schema: DetectorPatchBody }) body: DetectorPatchBody,
    @CurrentOperator() operator: Operator,
  ): Promise<DetectorView> {
    return toDetectorView(await this.detectors.change(id, body, operator));
  }

  private async page(
    filter: SignalFilter,
    { limit, cursor }: PageQuery,
  ): Promise<Page<SignalView>> {
    const after = decodeCursor(cursor, SignalPosition);
    const rows = await this.signals.list({ ...filter, after }, limit + 1);
    const page = pageOf(rows, limit, ({ at, id }) => ({ at: at.toISOString(), id }));
    return { ...page, items: page.items.map(toSignalView) };
  }
}

function toSignalView(row: SignalRow): SignalView {
  const { account_id: accountId, suppressed_by: suppressedBy, at, ...rest } = row;
  return { ...rest, accountId, suppressedBy, at: at.toISOString() };
}

function toDetectorView({ detector, setting }: DetectorInUse): DetectorView {
  const { id, title, technique, description } = detector;
  const { enabled, weight, options } = setting;
  return { id, title, technique, description, enabled, weight, options: { ...options } };
}
