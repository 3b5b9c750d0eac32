import { createHash } from 'node:crypto';
import {
  Controller,
  Get,
  Header,
  Headers,
  Param,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequiresScope } from '../../auth/requires-scope.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { REPORT_STYLE } from '../domain/report/report-style.js';
import { AuditReports } from './audit-report.service.js';
import { ReportQuery, reportType, ReportView } from './audit-reports.schemas.js';
import { AuditParams } from './password-audits.schemas.js';

/** The report's own style sheet is all that a browser may apply or load. */
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(REPORT_STYLE)
  .digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

/** `GET /v1/password-audits/{id}/report`. */
@ApiTags('Password audits')
@Controller('v1/password-audits')
export class AuditReportsController {
  constructor(private readonly reports: AuditReports) {}

  @Get(':id/report')
  @RequiresScope('audits:run')
  @Header('cache-control', 'no-store')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  @ApiProduces('text/html', 'text/csv', 'application/json')
  @ApiOperation({
    operationId: 'getPasswordAuditReport',
    summary: 'Get the report of an audit',
    description:
      'By Accept: `text/html` with plots, `text/csv` with mail addresses, or JSON. `anonymous=true` takes names out, for sharing.',
  })
  @ApiOkResponse({ description: 'The report.', standardSchema: ReportView })
  @ApiProblems('password-audit-not-found', 'password-audit-not-done')
  async get(
    @Param({ schema: AuditParams }) { id }: AuditParams,
    @Query({ schema: ReportQuery }) { anonymous, format }: ReportQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const type = reportType(format, accept);
    const report = await this.reports.write(id, type, anonymous === 'true');
    reply.header('vary', 'accept');
    const name = `password-audit-${id}.${type === 'text/csv' ? 'csv' : type === 'text/html' ? 'html' : 'json'}`;
    const how = type === 'text/csv' ? 'attachment' : 'inline';
    return new StreamableFile(report, {
      type: `${type}; charset=utf-8`,
      disposition: `${how}; filename="${name}"`,
    });
  }
}
