import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import {
  AlertPage,
  AlertParams,
  AlertPatchBody,
  AlertsCursor,
  AlertsQuery,
  AlertView,
  NewAlertBody,
} from './alerts.schemas.js';
import { AlertsService } from './alerts.service.js';
import type { Alert } from './domain/alert.js';

/** `/v1/alerts`. */
@ApiTags('Alerts')
@Controller('v1/alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get()
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'listAlerts',
    summary: 'List the alerts',
    description: 'In the order in which they were made.',
  })
  @ApiOkResponse({ description: 'A page of alerts.', standardSchema: AlertPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: AlertsQuery }) { limit, cursor }: AlertsQuery,
  ): Promise<Page<AlertView>> {
    const after = decodeCursor(cursor, AlertsCursor)?.after;
    const rows = await this.alerts.list(after, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ after: last.id }));
    return { ...page, items: page.items.map(alertView) };
  }

  @Post()
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'createAlert',
    summary: 'Have somebody called when something happens',
    description:
      'By mail, or by a webhook. What happens within groupMinutes is one message, and there are at most perHour of them.',
  })
  @ApiCreatedResponse({ description: 'It is made.', standardSchema: AlertView })
  @ApiProblems('alert-name-taken', 'alert-target-invalid')
  async create(
    @Body({ schema: NewAlertBody }) body: NewAlertBody,
    @CurrentOperator() operator: Operator,
  ): Promise<AlertView> {
    const { silencedUntil, mailTo, webhookId, ...rest } = body;
    const fields = { ...rest, mailTo, webhookId, silencedUntil: toDate(silencedUntil) };
    return alertView(await this.alerts.create(fields, operator));
  }

  @Patch(':id')
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'changeAlert',
    summary: 'Change or silence an alert',
    description: 'Only what is given changes.',
  })
  @ApiOkResponse({ description: 'The alert as it is now.', standardSchema: AlertView })
  @ApiProblems('alert-not-found', 'alert-name-taken', 'alert-target-invalid')
  async change(
    @Param({ schema: AlertParams }) { id }: AlertParams,
    @Body({ schema: AlertPatchBody }) { silencedUntil, ...rest }: AlertPatchBody,
    @CurrentOperator() operator: Operator,
  ): Promise<AlertView> {
    const given = Object.fromEntries(
      Object.entries(rest).filter(([, value]) => value !== undefined),
    );
    const silence = silencedUntil === undefined ? {} : { silencedUntil: toDate(silencedUntil) };
    return alertView(await this.alerts.change(id, { ...given, ...silence }, operator));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'removeAlert',
    summary: 'Remove an alert',
    description: 'What it had still to tell goes with it.',
  })
  @ApiNoContentResponse({ description: 'It is removed.' })
  @ApiProblems('alert-not-found')
  async remove(
    @Param({ schema: AlertParams }) { id }: AlertParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.alerts.remove(id, operator);
  }
}

function toDate(text: string | null): Date | undefined {
  return text === null ? undefined : new Date(text);
}

function alertView({ mailTo, webhookId, silencedUntil, kinds, ...alert }: Alert): AlertView {
  return {
    ...alert,
    kinds: [...kinds],
    mailTo: mailTo ?? null,
    webhookId: webhookId ?? null,
    silencedUntil: silencedUntil?.toISOString() ?? null,
  };
}
