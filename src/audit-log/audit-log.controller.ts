import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import { AuditLogReadModel } from './audit-log.read-model.js';
import {
  AuditEntryPage,
  type AuditEntryView,
  AuditLogCursor,
  AuditLogQuery,
  ChainVerdictView,
} from './audit-log.schemas.js';
import { ChainVerificationService } from './chain-verification.service.js';
import type { AuditEntry } from './domain/audit-entry.js';

/** Who did what, and the proof that nobody changed the record. */
@ApiTags('Audit log')
@Controller('v1/audit-log')
export class AuditLogController {
  constructor(
    private readonly entries: AuditLogReadModel,
    private readonly verification: ChainVerificationService,
  ) {}

  @Get()
  @RequiresScope('audit-log:read')
  @ApiOperation({
    operationId: 'listAuditEntries',
    summary: 'List what was done, newest first',
    description: 'Every write through the API and every act of the machine leaves an entry.',
  })
  @ApiOkResponse({ description: 'A page of entries.', standardSchema: AuditEntryPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: AuditLogQuery }) query: AuditLogQuery,
  ): Promise<Page<AuditEntryView>> {
    const { limit, cursor, ...filter } = query;
    const before = decodeCursor(cursor, AuditLogCursor)?.before;
    const rows = await this.entries.list({ ...filter, before }, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ before: last.sequence }));
    return { ...page, items: page.items.map(toView) };
  }

  @Get('verify')
  @RequiresScope('audit-log:read')
  @ApiOperation({
    operationId: 'verifyAuditLog',
    summary: 'Check the hash chain of the audit log',
    description:
      'Computes every hash again from the first entry on. An entry that was changed, taken out or put in breaks the chain at its place; entries cut off at the end show when `headHash` of an earlier check is no longer in the log.',
  })
  @ApiOkResponse({ description: 'What the check found.', standardSchema: ChainVerdictView })
  async verify(): Promise<ChainVerdictView> {
    const verdict = await this.verification.verify();
    return { ...verdict, firstBrokenSequence: verdict.firstBrokenSequence ?? null };
  }
}

function toView(entry: AuditEntry): AuditEntryView {
  return {
    ...entry,
    at: entry.at.toISOString(),
    subject: entry.subject ?? null,
    requestId: entry.requestId ?? null,
  };
}
