import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Anonymizer } from './anonymous.js';
import { csvLine } from './csv.js';
import { reportRow } from './html.js';
import type { ReportFinding } from './report.js';
import { bars } from './svg.js';

function aRow(overrides: Partial<ReportFinding> = {}): ReportFinding {
  return {
    login: 'alice@example.com',
    displayName: 'Alice',
    mail: 'alice@example.com',
    unit: 'sales',
    scheme: 'SSHA',
    finding: 'guessed-password',
    severity: 'high',
    evidence: { source: 'common', tries: 3 },
    ...overrides,
  };
}

describe('the CSV of a report', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'makes the name %j no formula',
    (login) => {
      expect(csvLine(aRow({ login }))).toMatch(/^"'/);
    },
  );

  it('keeps every name whole', () => {
    fc.assert(
      fc.property(fc.string(), (login) => {
        const [, field = ''] = /^"((?:[^"]|"")*)"/.exec(csvLine(aRow({ login }))) ?? [];

        expect(field.replaceAll('""', '"').endsWith(login)).toBe(true);
      }),
    );
  });
});

describe('the page of a report', () => {
  it('shows names from outside as text', () => {
    const login = '<script>alert(1)</script>';

    expect(reportRow(aRow({ login }))).not.toContain('<script>');
    expect(bars('x', [{ label: login, value: 1, tone: 'high' }])).not.toContain('<script>');
  });
});

describe('an anonymised report', () => {
  const anonymizer = new Anonymizer(Buffer.alloc(32, 1));

  it('says of nobody who it is, and keeps the rows of one account together', () => {
    const [first, second] = ['guessed-password', 'weak-scheme'].map((finding) =>
      anonymizer.finding(aRow({ finding })),
    );

    expect(JSON.stringify(first)).not.toMatch(/alice|sales/i);
    expect(first?.login).toBe(second?.login);
    expect(anonymizer.finding(aRow({ login: 'bob' })).login).not.toBe(first?.login);
  });

  it('names nobody twice in the same way', () => {
    const another = new Anonymizer(Buffer.alloc(32, 2));

    expect(another.finding(aRow()).login).not.toBe(anonymizer.finding(aRow()).login);
  });
});
