import { z } from 'zod';
import { PageQuery, pageView } from '../../platform/http/page.js';
import { AUDIT_STATUSES } from '../domain/audit/audit.js';
import { FINDING_KINDS } from '../domain/findings/catalogue.js';
import { DEFAULT_POLICY_NAME } from '../domain/presets/presets.js';

const AUDIT_ID = '01937a5e-0000-7000-8000-000000000042';
const COVERAGE_EXAMPLE = {
  scheme: 'SSHA',
  grade: 'weak',
  coverage: 'tested',
  accounts: 2500,
  guessed: 31,
  triesPerAccount: 42180,
  untriedPerAccount: 0,
  millisecondsPerAccount: 64.2,
};
const SUMMARY_EXAMPLE = {
  accounts: 2500,
  leftOut: 12,
  withFindings: 412,
  guessed: 31,
  coverage: [COVERAGE_EXAMPLE],
  breachList: 'none',
  findings: { 'weak-scheme': 400, 'guessed-password': 29, 'name-as-password': 2 },
  severities: { medium: 400, high: 29, critical: 2 },
  ages: { 'under 90 days': 900, '1 to 2 years': 1600 },
  scores: { '0': 20, '1': 11 },
  units: [{ unit: 'ou=people,dc=example,dc=com', accounts: 2500, withFindings: 412 }],
  sharedGroups: [4, 2],
};
const EXAMPLE = {
  id: AUDIT_ID,
  directory: '01937a5e-0000-7000-8000-000000000010',
  upload: null,
  status: 'done',
  policy: 'nist-800-63b-4',
  progress: { done: 2500, total: 2500 },
  secondsLeft: null,
  summary: SUMMARY_EXAMPLE,
  problem: null,
  requestedAt: '2026-11-23T01:30:00.000Z',
  startedAt: '2026-11-23T01:30:02.000Z',
  finishedAt: '2026-11-23T01:34:10.500Z',
};

const FINDING_IDS = FINDING_KINDS.map(({ id }) => id);
/** Id of a kind of finding. */
export const findingId = z.enum(FINDING_IDS);

/** Name of the policy that an audit judges by. */
export const policyName = z
  .string()
  .min(1)
  .max(100)
  .default(DEFAULT_POLICY_NAME)
  .describe('Password policy that guessed passwords are judged by.');

/** What an audit looks for. */
export const AuditChecksSchema = z
  .strictObject({
    words: z
      .array(z.string().min(1).max(64))
      .max(100)
      .default([])
      .describe(
        'Words of the organisation: its names, towns and products. No passwords: they are stored with the audit.',
      ),
    millisecondsPerAccount: z
      .int()
      .min(1)
      .max(60_000)
      .default(250)
      .describe(
        'How long the guesses at an account with a slow scheme may take, by estimate. Three guesses are always made.',
      ),
    oldAfterDays: z
      .int()
      .min(1)
      .max(36_500)
      .default(365)
      .describe('Days after which a password is old.'),
    appPasswordOldAfterDays: z
      .int()
      .min(1)
      .max(36_500)
      .default(365)
      .describe('Days after which a password for one application is old.'),
    leave: z
      .array(findingId)
      .max(FINDING_IDS.length)
      .default([])
      .describe('Findings that are not looked for.'),
    inactive: z
      .boolean()
      .default(false)
      .describe('Whether accounts that cannot sign in are looked at, too.'),
  })
  .prefault({});

export const NewAuditBody = z
  .strictObject({
    directory: z
      .uuid()
      .optional()
      .describe('Id of the directory whose stored passwords are audited.'),
    upload: z.uuid().optional().describe('Id of an upload; it is used up.'),
    policy: policyName,
    checks: AuditChecksSchema.describe('What is looked for, and how hard.'),
  })
  .meta({
    id: 'NewPasswordAudit',
    examples: [
      { directory: EXAMPLE.directory, policy: 'nist-800-63b-4', checks: { words: ['hyderabad'] } },
    ],
  });
export type NewAuditBody = z.output<typeof NewAuditBody>;

export const AuditParams = z.strictObject({ id: z.uuid().describe('Id of the audit.') });
export type AuditParams = z.output<typeof AuditParams>;

const moment = (what: string) => z.iso.datetime().nullable().describe(what);
const counts = z.record(z.string(), z.int());

const SummaryView = z.object({
  accounts: z.int().describe('Accounts that were looked at.'),
  leftOut: z
    .int()
    .optional()
    .describe('Accounts that cannot sign in and were left out; `checks.inactive` includes them.'),
  withFindings: z.int(),
  guessed: z.int().describe('Passwords that were guessed.'),
  coverage: z
    .array(
      z.object({
        scheme: z.string(),
        grade: z.string().nullable(),
        coverage: z
          .string()
          .describe(
            '`tested`, or why not: `nothing-stored`, `unknown-scheme`, `too-costly`, `no-verifier`.',
          ),
        accounts: z.int(),
        guessed: z.int(),
        triesPerAccount: z.number().describe('Guesses made, on average.'),
        untriedPerAccount: z.number().describe('Guesses that there was no time for, on average.'),
        millisecondsPerAccount: z.number().describe('Processor time, on average.'),
      }),
    )
    .describe('What could be tested, with how much, at what cost, and what could not.'),
  breachList: z.enum(['asked', 'none']).describe('Whether there was a list to look hashes up in.'),
  findings: counts.describe('How many of each finding.'),
  severities: counts,
  ages: counts,
  scores: counts.describe('zxcvbn scores of the passwords that were guessed.'),
  units: z.array(z.object({ unit: z.string(), accounts: z.int(), withFindings: z.int() })),
  sharedGroups: z.array(z.int()).describe('Sizes of the groups that share a password.'),
});

export const AuditView = z
  .object({
    id: z.uuid(),
    directory: z.uuid().nullable(),
    upload: z.uuid().nullable(),
    status: z.enum(AUDIT_STATUSES),
    policy: z.string(),
    progress: z.object({ done: z.int(), total: z.int() }).describe('Accounts tested, and in all.'),
    secondsLeft: z
      .int()
      .nullable()
      .describe('Until the end, at the present pace; null while that is not known.'),
    summary: SummaryView.nullable().describe('Null until it is done.'),
    problem: z.string().nullable().describe('Why it failed.'),
    requestedAt: z.iso.datetime(),
    startedAt: moment('When testing began, or went on after an interruption.'),
    finishedAt: moment('When it ended.'),
  })
  .meta({ id: 'PasswordAudit', examples: [EXAMPLE] });
export type AuditView = z.output<typeof AuditView>;

export const AuditPage = pageView(AuditView, 'PasswordAuditPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});
export const AuditsCursor = z.object({ before: z.uuid() });
export const AuditsQuery = PageQuery;
export type AuditsQuery = z.output<typeof AuditsQuery>;
