import { findingKind } from '../findings/catalogue.js';
import type { ReportFinding } from './report.js';

const COLUMNS = [
  'login',
  'name',
  'mail',
  'unit',
  'scheme',
  'finding',
  'severity',
  'title',
  'evidence',
  'fix',
];

/** The first line. */
export const CSV_HEADER = `${COLUMNS.join(',')}\r\n`;

/** One finding as a line of CSV (RFC 4180). */
export function csvLine(row: ReportFinding): string {
  const kind = findingKind(row.finding);
  const fields = [
    row.login,
    row.displayName,
    row.mail,
    row.unit,
    row.scheme,
    row.finding,
    row.severity,
    kind?.title ?? '',
    evidenceText(row.evidence),
    kind?.fix ?? '',
  ];
  return `${fields.map((field) => cell(field ?? '')).join(',')}\r\n`;
}

/** Evidence as words: `source organisation, tries 812`. */
export function evidenceText(evidence: Readonly<Record<string, unknown>>): string {
  return Object.entries(evidence)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(' + ') : String(value)}`)
    .join(', ');
}

/**
 * A quoted field. A spreadsheet takes what begins with one of these for a formula, and names come
 * from others: an apostrophe makes it text (OWASP, CSV Injection).
 */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
