import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../../auth/current-operator.js';
import type { Operator } from '../../auth/operator.js';
import { RequiresScope } from '../../auth/requires-scope.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../../platform/http/page.js';
import { AuditFindingsService } from './audit-findings.service.js';
import { auditView, findingView } from './password-audit.view.js';
import {
  DiffCursor,
  DiffQuery,
  DiffView,
  FindingPage,
  FindingsCursor,
  FindingsQuery,
  type FindingView,
} from './audit-findings.schemas.js';
import {
  AuditPage,
  AuditParams,
  AuditsCursor,
  AuditsQuery,
  AuditView,
  NewAuditBody,
} from './password-audits.schemas.js';
import { PasswordAuditsService } from './password-audits.service.js';

/** `/v1/password-audits`. */
@ApiTags('Password audits')
@Controller('v1/password-audits')
@RequiresScope('audits:run')
export class PasswordAuditsController {
  constructor(
    private readonly audits: PasswordAuditsService,
    private readonly findings: AuditFindingsService,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listPasswordAudits',
    summary: 'List the password audits',
    description: 'Newest first.',
  })
  @ApiOkResponse({ description: 'A page of audits.', standardSchema: AuditPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: AuditsQuery }) { limit, cursor }: AuditsQuery,
  ): Promise<Page<AuditView>> {
    const before = decodeCursor(cursor, AuditsCursor)?.before;
    const rows = await this.audits.list(before, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ before: last.id }));
    return { ...page, items: page.items.map(auditView) };
  }

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    operationId: 'startPasswordAudit',
    summary: 'Audit the stored passwords of a directory or of an upload',
    description:
      'Poll the audit for `status` and `progress`. Stored passwords are kept encrypted while it runs, and gone when it ends. Taking them from a directory is an entry in the audit log.',
  })
  @ApiAcceptedResponse({ description: 'It is queued.', standardSchema: AuditView })
  @ApiProblems(
    'audit-source-missing',
    'directory-cannot-export',
    'directory-not-found',
    'password-policy-not-found',
    'password-upload-not-found',
    'secrets-key-missing',
  )
  async start(
    @Body({ schema: NewAuditBody }) body: NewAuditBody,
    @CurrentOperator() operator: Operator,
  ): Promise<AuditView> {
    return auditView(await this.audits.request(body, operator));
  }

  @Get(':id')
  @ApiOperation({
    operationId: 'getPasswordAudit',
    summary: 'Read an audit and its progress',
    description: 'When it is done, with its coverage and its findings in numbers.',
  })
  @ApiOkResponse({ description: 'The audit.', standardSchema: AuditView })
  @ApiProblems('password-audit-not-found')
  async get(@Param({ schema: AuditParams }) { id }: AuditParams): Promise<AuditView> {
    return auditView(await this.audits.find(id));
  }

  @Post(':id/cancel')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    operationId: 'cancelPasswordAudit',
    summary: 'Cancel an audit',
    description:
      'What it had of stored passwords is gone at once. One that has ended stays as it is.',
  })
  @ApiOkResponse({ description: 'The audit as it is now.', standardSchema: AuditView })
  @ApiProblems('password-audit-not-found')
  async cancel(
    @Param({ schema: AuditParams }) { id }: AuditParams,
    @CurrentOperator() operator: Operator,
  ): Promise<AuditView> {
    return auditView(await this.audits.cancel(id, operator));
  }

  @Get(':id/findings')
  @ApiOperation({
    operationId: 'listPasswordFindings',
    summary: 'List the findings of an audit',
    description: 'By account, with evidence and what to do. While the audit runs: those so far.',
  })
  @ApiOkResponse({ description: 'A page of findings.', standardSchema: FindingPage })
  @ApiProblems('password-audit-not-found', 'invalid-cursor')
  async listFindings(
    @Param({ schema: AuditParams }) { id }: AuditParams,
    @Query({ schema: FindingsQuery }) { limit, cursor, ...filter }: FindingsQuery,
  ): Promise<Page<FindingView>> {
    const after = decodeCursor(cursor, FindingsCursor);
    const rows = await this.findings.list(id, filter, after, limit + 1);
    const page = pageOf(rows, limit, ({ ordinal, finding }) => ({ ordinal, finding }));
    return { ...page, items: page.items.map(findingView) };
  }

  @Get(':id/diff')
  @ApiOperation({
    operationId: 'comparePasswordAudits',
    summary: 'Compare an audit with an earlier one',
    description: 'What was fixed, is new, and is still there, for accounts that both looked at.',
  })
  @ApiOkResponse({ description: 'A page of differences.', standardSchema: DiffView })
  @ApiProblems('password-audit-not-found', 'invalid-cursor')
  async diff(
    @Param({ schema: AuditParams }) { id }: AuditParams,
    @Query({ schema: DiffQuery }) { limit, cursor, against }: DiffQuery,
  ): Promise<DiffView> {
    const after = decodeCursor(cursor, DiffCursor);
    const { counts, changes } = await this.findings.diff(against, id, after, limit + 1);
    const page = pageOf(changes, limit, ({ login, finding }) => ({ login, finding }));
    return {
      counts: counts.map((count) => ({ ...count })),
      items: page.items.map((change) => ({ ...change })),
      nextCursor: page.nextCursor,
    };
  }
}
