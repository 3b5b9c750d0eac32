import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { schemaOf } from '../platform/http/openapi-schema.js';
import { IncidentReportService } from './incident-report.service.js';
import { IncidentParams } from './incidents.schemas.js';
import { REPORT_FORMATS, reportFormat } from './report/report-format.js';
import { reportHtml } from './report/report-html.js';
import { reportMarkdown } from './report/report-markdown.js';
import { REPORT_STYLE } from './report/report-style.js';
import { EXAMPLE_REPORT } from './report/example-report.js';
import { IncidentReportView } from './report.schemas.js';

// The page's own style sheet is all that a browser may apply or load.
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(REPORT_STYLE)
  .digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Reports of incidents, for people and for programs. */
@ApiTags('Incidents')
@Controller('v1/incidents')
export class IncidentReportsController {
  constructor(private readonly reports: IncidentReportService) {}

  @Get(':id/report')
  @RequiresScope('accounts:read')
  @ApiOperation({
    operationId: 'getIncidentReport',
    summary: "Get an incident's report",
    description:
      'Ten questions answered with evidence: who, since when, from where, what the accounts share, what was done and what to do next. By `Accept` a page of HTML that needs nothing from outside, Markdown, or JSON.',
  })
  @ApiProduces(...REPORT_FORMATS)
  @ApiOkResponse({
    description: 'The report.',
    content: {
      'application/json': { schema: schemaOf(IncidentReportView), example: EXAMPLE_REPORT },
      'text/html': { schema: { type: 'string' }, example: '<!doctype html>…' },
      'text/markdown': {
        schema: { type: 'string' },
        example: '# Incident 7: 31 accounts used from 1,367 addresses in 36 countries\n',
      },
    },
  })
  @ApiProblems('incident-not-found', 'incident-without-accounts')
  async report(
    @Param({ schema: IncidentParams }) { id }: IncidentParams,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const report = await this.reports.of(id);
    const format = reportFormat(accept);
    void reply.type(`${format}; charset=utf-8`).header('vary', 'Accept');
    if (format === 'application/json') return report;
    if (format === 'text/markdown') return reportMarkdown(report);
    void reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    return reportHtml(report);
  }
}
