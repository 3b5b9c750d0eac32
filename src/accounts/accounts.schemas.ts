import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { LEVELS } from '../risk/domain/level.js';
import { ACCOUNT_SORTS } from './account.read-model.js';
import { STANDINGS } from './domain/standing.js';

const EXAMPLE = {
  id: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
  login: 'alice@example.com',
  displayName: 'Alice Archer',
  directory: 'default',
  score: 86.42,
  level: 'critical',
  standing: 'contained',
  protected: false,
  firstEventAt: '2026-11-20T07:58:03.000Z',
  lastEventAt: '2026-11-23T08:00:00.000Z',
  openSignals: 4,
} as const;

const EXAMPLE_CARD = {
  ...EXAMPLE,
  explanation: {
    score: 86.42,
    contributions: [
      {
        signalId: '019aad7c-4800-7d11-8a55-0f6c1d2e3b4a',
        detector: 'distributed-sign-ins',
        weight: 0.8,
        confidence: 0.9,
        decay: 1,
        contribution: 0.72,
        summary: 'Signed in from 12 networks within an hour.',
      },
    ],
  },
  scoredAt: '2026-11-23T08:00:00.000Z',
  directoryState: { active: false, mustChange: true },
  mail: 'alice@example.com',
  unit: 'ou=sales,dc=example,dc=com',
  groups: ['cn=all-staff,ou=groups,dc=example,dc=com'],
  enabled: false,
  password: {
    changedAt: '2026-11-23T08:00:05.000Z',
    expiresAt: null,
    neverExpires: false,
    mustChange: true,
    scheme: 'SSHA512',
    findings: ['weak-scheme'],
  },
} as const;

const Moment = z.iso.datetime();

/** An account in a list. */
export const AccountView = z
  .object({
    id: z.uuid().describe('Id of the account.'),
    login: z.string().describe('Login name in canonical spelling.'),
    displayName: z.string().nullable().describe('Name in the directory.'),
    directory: z.string().nullable().describe('Name of the directory that lists the account.'),
    score: z.number().min(0).max(100).describe('Risk that somebody else uses the account.'),
    level: z.enum(LEVELS).describe('The score in words.'),
    standing: z.enum(STANDINGS).describe('Where it stands between suspicion and remedy.'),
    protected: z.boolean().describe('Whether the machine leaves the account alone.'),
    firstEventAt: Moment.nullable().describe('Time of the first event seen.'),
    lastEventAt: Moment.nullable().describe('Time of the newest event seen.'),
    openSignals: z.int().describe('Signals that count towards the score.'),
  })
  .meta({ id: 'Account', description: 'An account that we watch.', examples: [EXAMPLE] });
export type AccountView = z.output<typeof AccountView>;

export const AccountPageView = pageView(AccountView, 'AccountPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

/** One account with everything that explains it. */
export const AccountCardView = AccountView.extend({
  explanation: z
    .object({
      score: z.number().describe('The stored score.'),
      contributions: z
        .array(
          z.object({
            signalId: z.string().describe('The strongest signal of its detector.'),
            detector: z.string().describe('Id of the detector.'),
            weight: z.number().describe("The detector's weight, 0 to 1."),
            confidence: z.number().describe("The signal's confidence, 0 to 1."),
            decay: z.number().describe('What age has left of it, 0 to 1.'),
            contribution: z
              .number()
              .describe(
                'Weight × confidence × decay; less where failures alone would weigh too much.',
              ),
            summary: z.string().describe('What was seen.'),
          }),
        )
        .describe('What the score is made of: 100 × (1 − Π(1 − contribution)), two decimals.'),
    })
    .describe('Why the score is what it is.'),
  scoredAt: Moment.nullable().describe('The time for which the score holds.'),
  directoryState: z
    .object({
      active: z.boolean().describe('Whether the account can sign in.'),
      mustChange: z.boolean().optional().describe('Whether a new password is asked for.'),
    })
    .nullable()
    .describe('What the directory said last; null when it has not been asked.'),
  mail: z.string().nullable().describe('Main mail address, as the directory has it.'),
  unit: z.string().nullable().describe('Where in the organisation, as the directory has it.'),
  groups: z.array(z.string()).describe('Groups that it is a direct member of.'),
  enabled: z
    .boolean()
    .nullable()
    .describe('Whether the directory lets it sign in; null when it has not been asked.'),
  password: z
    .object({
      changedAt: Moment.nullable().describe('When the directory says it was changed.'),
      expiresAt: Moment.nullable().describe(
        'When it expires; null where it does not, or is not known.',
      ),
      neverExpires: z.boolean().nullable().describe('Whether it is exempt from expiry.'),
      mustChange: z.boolean().nullable().describe('Whether a new password is asked for.'),
      scheme: z.string().nullable().describe('How the directory stores it.'),
      findings: z.array(z.string()).describe('What audits found.'),
    })
    .describe('What is known about the password. Never the password.'),
}).meta({
  id: 'AccountCard',
  description: 'An account with what explains its score.',
  examples: [EXAMPLE_CARD],
});
export type AccountCardView = z.output<typeof AccountCardView>;

/** Query of `GET /v1/accounts`. */
export const AccountsQuery = PageQuery.extend({
  login: z.string().min(1).max(320).optional().describe('Part of the login or the display name.'),
  level: z.enum(LEVELS).optional().describe('Only accounts of this level.'),
  minScore: z.coerce.number().min(0).max(100).optional().describe('Only scores from here on.'),
  standing: z.enum(STANDINGS).optional().describe('Only accounts that stand so.'),
  sort: z.enum(ACCOUNT_SORTS).default('-score').describe('Order; a minus sorts downwards.'),
});
export type AccountsQuery = z.output<typeof AccountsQuery>;

export const AccountParams = z.strictObject({ id: z.uuid().describe('Id of the account.') });
export type AccountParams = z.output<typeof AccountParams>;

/** Body of `PATCH /v1/accounts/{id}`. */
export const AccountPatchBody = z
  .strictObject({
    protected: z.boolean().describe('Whether the machine leaves the account alone.'),
  })
  .meta({ id: 'AccountPatch', examples: [{ protected: true }] });
export type AccountPatchBody = z.output<typeof AccountPatchBody>;

/** What a cursor of the account list looks like. */
export const AccountPosition = z.strictObject({ key: z.string(), id: z.uuid() });
