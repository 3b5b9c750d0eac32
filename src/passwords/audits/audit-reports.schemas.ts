import { z } from 'zod';
import type { ReportType } from './audit-report.service.js';
import { AuditView } from './password-audits.schemas.js';

const TYPES: Readonly<Record<'html' | 'csv' | 'json', ReportType>> = {
  html: 'text/html',
  csv: 'text/csv',
  json: 'application/json',
};

export const ReportQuery = z.strictObject({
  anonymous: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Whether names, mail addresses and units are taken out, for sharing.'),
  format: z
    .enum(['html', 'csv', 'json'])
    .optional()
    .describe('In the place of the Accept header, for a browser.'),
});
export type ReportQuery = z.output<typeof ReportQuery>;

/** What is wanted: as the query says, else the first type of Accept that we have, else JSON. */
export function reportType(format: ReportQuery['format'], accept: string | undefined): ReportType {
  if (format !== undefined) return TYPES[format];
  const wanted = (accept ?? '')
    .slice(0, 1_000)
    .split(',')
    .map((part) => part.split(';', 1)[0]?.trim());
  return (
    wanted
      .map((type) => Object.values(TYPES).find((known) => known === type))
      .find((type) => type !== undefined) ?? 'application/json'
  );
}

export const ReportView = z
  .object({
    auditId: z.uuid(),
    source: z.string().describe('What was audited: `directory:` or `upload:` and its name.'),
    policy: z.string(),
    requestedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    isAnonymous: z.boolean(),
    summary: AuditView.shape.summary,
    history: z
      .array(z.object({ at: z.iso.datetime(), summary: AuditView.shape.summary }))
      .describe('This audit and those of the same source before it, oldest first.'),
    findings: z
      .array(z.record(z.string(), z.unknown()))
      .describe('Every finding, as the list of findings has them.'),
  })
  .meta({
    id: 'PasswordAuditReport',
    examples: [
      {
        auditId: '01937a5e-0000-7000-8000-000000000042',
        source: 'upload:weekly',
        policy: 'default',
        requestedAt: '2026-11-23T01:30:00.000Z',
        finishedAt: '2026-11-23T01:34:10.500Z',
        isAnonymous: false,
        summary: null,
        history: [],
        findings: [{ login: 'alice@example.com', finding: 'weak-scheme', severity: 'medium' }],
      },
    ],
  });
