import { z } from 'zod';

const Moment = z.iso.datetime();

/** A directory, as far as the demo looks. */
export const Directory = z.object({
  id: z.string(),
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
  sync: z
    .object({
      status: z.enum(['queued', 'running', 'done', 'failed']),
      problem: z.string().nullable(),
    })
    .nullable(),
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
});
/** See {@link Directory}. */
export type Directory = z.output<typeof Directory>;

/** An account in the list. */
export const Account = z.object({
  id: z.string(),
  login: z.string(),
  displayName: z.string().nullable(),
  score: z.number(),
  level: z.enum(['low', 'medium', 'high', 'critical']),
  standing: z.string(),
});
/** See {@link Account}. */
export type Account = z.output<typeof Account>;

/** An account with what its directory said last. */
export const AccountCard = Account.extend({
  directoryState: z.object({ active: z.boolean(), mustChange: z.boolean().optional() }).nullable(),
});

/** Evidence against an account. */
export const Signal = z.object({ at: Moment, suppressedBy: z.string().nullable() });

/** A sign-in or a message. */
export const StoredEvent = z.object({
  time: Moment,
  outcome: z.enum(['success', 'failure']),
  sourceIp: z.string().nullable(),
  server: z.string().nullable(),
});
/** See {@link StoredEvent}. */
export type StoredEvent = z.output<typeof StoredEvent>;

/** What was asked of the directory. */
export const Action = z.object({
  accountId: z.string(),
  do: z.string(),
  status: z.string(),
  outcome: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
/** See {@link Action}. */
export type Action = z.output<typeof Action>;

/** What was found in a log. */
export const LogResult = z.object({
  lines: z.number(),
  events: z.number(),
  duplicates: z.number(),
  ignored: z.number(),
  unparsed: z.number(),
  signals: z.number(),
});
/** See {@link LogResult}. */
export type LogResult = z.output<typeof LogResult>;

/** The verdict on a password. */
export const PasswordCheck = z.object({
  allowed: z.boolean(),
  score: z.number(),
  crackTimes: z.object({ offlineFastHash: z.string() }),
  violations: z.array(z.object({ rule: z.string(), message: z.string() })),
});

/** An API key, without the key itself. */
export const ApiKey = z.object({ createdBy: z.string(), revokedAt: Moment.nullable() });

/** Whether the audit log's chain is whole. */
export const ChainVerdict = z.object({
  valid: z.boolean(),
  entries: z.number(),
  headHash: z.string(),
});
/** See {@link ChainVerdict}. */
export type ChainVerdict = z.output<typeof ChainVerdict>;
