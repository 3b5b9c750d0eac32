import { z } from 'zod';
import { PageQuery, pageView } from '../../platform/http/page.js';
import { SEVERITIES } from '../domain/findings/severity.js';
import { findingId } from './password-audits.schemas.js';

export const FindingsQuery = PageQuery.extend({
  finding: findingId.optional().describe('Only findings of this kind.'),
  severity: z.enum(SEVERITIES).optional().describe('Only findings of this severity.'),
  login: z.string().max(320).optional().describe('Only findings of this account.'),
});
export type FindingsQuery = z.output<typeof FindingsQuery>;
export const FindingsCursor = z.object({ ordinal: z.int(), finding: z.string() });

const FINDING_EXAMPLE = {
  accountId: null,
  login: 'alice@example.com',
  displayName: 'Alice Example',
  mail: 'alice@example.com',
  unit: 'ou=people,dc=example,dc=com',
  scheme: 'SSHA',
  finding: 'guessed-password',
  title: 'The password was guessed',
  severity: 'high',
  evidence: { source: 'organisation', tries: 812, score: 1 },
  fix: 'Have the password changed.',
};

export const FindingView = z
  .object({
    accountId: z.uuid().nullable().describe('Id of the account here; null when it is not known.'),
    login: z.string().describe('As the source spells it.'),
    displayName: z.string().nullable(),
    mail: z.string().nullable(),
    unit: z.string().nullable(),
    scheme: z.string().nullable(),
    finding: z.string().describe('Stable id of the kind of finding.'),
    title: z.string(),
    severity: z.enum(SEVERITIES),
    evidence: z
      .record(z.string(), z.unknown())
      .describe('Numbers and fixed words; nothing of a password.'),
    fix: z.string().describe('What to do about it.'),
  })
  .meta({ id: 'PasswordFinding', examples: [FINDING_EXAMPLE] });
export type FindingView = z.output<typeof FindingView>;

export const FindingPage = pageView(FindingView, 'PasswordFindingPage').meta({
  examples: [{ items: [FINDING_EXAMPLE], nextCursor: null }],
});

export const DiffQuery = PageQuery.extend({
  against: z.uuid().describe('Id of the earlier audit.'),
});
export type DiffQuery = z.output<typeof DiffQuery>;
export const DiffCursor = z.object({ login: z.string(), finding: z.string() });

export const DiffView = z
  .object({
    counts: z
      .array(z.object({ change: z.string(), finding: z.string(), count: z.int() }))
      .describe('How many of each finding were fixed, are new, are still there.'),
    items: z.array(
      z.object({
        change: z.enum(['fixed', 'new', 'still-there']),
        login: z.string(),
        finding: z.string(),
        severity: z.enum(SEVERITIES),
      }),
    ),
    nextCursor: z
      .string()
      .nullable()
      .describe('Pass it as `cursor` to get the next page; null at the end.'),
  })
  .meta({
    id: 'PasswordAuditDiff',
    examples: [
      {
        counts: [{ change: 'fixed', finding: 'guessed-password', count: 12 }],
        items: [
          {
            change: 'fixed',
            login: 'alice@example.com',
            finding: 'guessed-password',
            severity: 'high',
          },
        ],
        nextCursor: null,
      },
    ],
  });
export type DiffView = z.output<typeof DiffView>;
