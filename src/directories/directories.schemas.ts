import { z } from 'zod';
import { PageQuery, pageView } from '../platform/http/page.js';
import { DIRECTORY_KINDS } from './connectors.js';
import { SYNC_MODES } from './domain/sync.js';
import type { DirectoryKind } from './directory-kind.js';

const EXAMPLE_SETTINGS = {
  url: 'postgres://postfix:********@db.example.com:5432/postfix?sslmode=verify-full',
  table: 'mailbox',
  columns: { login: 'username', password: 'password', active: 'active' },
  scheme: 'detect',
};
const EXAMPLE = {
  id: '01937a5e-0000-7000-8000-000000000010',
  name: 'mail accounts',
  kind: 'sql',
  settings: EXAMPLE_SETTINGS,
  sync: {
    status: 'running',
    mode: 'full',
    requestedAt: '2026-11-23T08:00:00.000Z',
    finishedAt: null,
    problem: null,
  },
  progress: { done: 500, total: 2500 },
  syncedAt: null,
  createdAt: '2026-11-23T07:55:00.000Z',
};

export const DirectoryParams = z.strictObject({ id: z.uuid().describe('Id of the directory.') });
export type DirectoryParams = z.output<typeof DirectoryParams>;

const name = z.string().trim().min(1).max(100).describe('What people call it; unique.');

const [firstKind, ...furtherKinds] = DIRECTORY_KINDS;

export const NewDirectoryBody = z
  .discriminatedUnion('kind', [
    bodyOf(firstKind),
    ...furtherKinds.map((kind: DirectoryKind) => bodyOf(kind)),
  ])
  .meta({
    id: 'NewDirectory',
    examples: [
      {
        name: EXAMPLE.name,
        kind: 'sql',
        settings: { url: 'postgres://postfix:EXAMPLE@db.example.com/postfix?sslmode=verify-full' },
      },
    ],
  });
export type NewDirectoryBody = z.output<typeof NewDirectoryBody>;

export const DirectoryPatchBody = z
  .strictObject({
    name: name.optional(),
    settings: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        'Only what changes, under the rules of its kind: objects are merged, `null` means none. "********" keeps a secret.',
      ),
  })
  .meta({ id: 'DirectoryPatch', examples: [{ settings: { scheme: 'SSHA512' } }] });
export type DirectoryPatchBody = z.output<typeof DirectoryPatchBody>;

export const SyncQuery = z.strictObject({
  mode: z
    .enum(SYNC_MODES)
    .default('full')
    .describe(
      'full: everything; incremental: what changed, where the directory can tell; auto: what changed, and everything once a day.',
    ),
});
export type SyncQuery = z.output<typeof SyncQuery>;

const moment = (what: string) => z.iso.datetime().nullable().describe(what);

const SyncView = z.object({
  status: z.enum(['queued', 'running', 'done', 'failed']),
  mode: z.enum(SYNC_MODES).describe('What it asks for; at the end, what it has asked for.'),
  requestedAt: z.iso.datetime().describe('When it was asked for.'),
  finishedAt: moment('When it ended; null before.'),
  problem: z.string().nullable().describe('Why it failed.'),
});

export const DirectoryView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.string().describe('What sort of directory it is.'),
    settings: z
      .record(z.string(), z.unknown())
      .describe('Settings of its kind, defaults filled in; secrets read "********".'),
    sync: SyncView.nullable().describe('The last synchronisation, or the one under way.'),
    progress: z
      .object({
        done: z.int().describe('Accounts taken over so far.'),
        total: z.int().describe('Accounts in the directory; 0 until they were counted.'),
      })
      .nullable()
      .describe('How far the synchronisation has come.'),
    syncedAt: moment('When the last complete synchronisation began.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Directory', examples: [EXAMPLE] });
export type DirectoryView = z.output<typeof DirectoryView>;

export const DirectoryPage = pageView(DirectoryView, 'DirectoryPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

/** Where a page of directories ends: the id of its last one. */
export const DirectoriesCursor = z.object({ after: z.uuid() });
export const DirectoriesQuery = PageQuery;
export type DirectoriesQuery = z.output<typeof DirectoriesQuery>;

export const DirectoryTestView = z
  .object({
    reachable: z.boolean().describe('Whether it answered and its settings fit.'),
    problem: z.string().nullable().describe('What is in the way, when it is not.'),
    tookMs: z.number().describe('Milliseconds that the test took.'),
    accounts: z.int().nullable().describe('How many accounts it has.'),
    capabilities: z
      .array(
        z.object({
          name: z.string().describe('What can be done.'),
          native: z.string().describe("In the directory's own words."),
          caveats: z.array(z.string()).describe('What to know before relying on it.'),
        }),
      )
      .describe('What can be done with it; what is not in the list can not.'),
  })
  .meta({
    id: 'DirectoryTest',
    examples: [
      {
        reachable: true,
        problem: null,
        tookMs: 12,
        accounts: 250,
        capabilities: [
          {
            name: 'lock',
            native: 'active = false',
            caveats: ['The table knows no difference between locked and disabled.'],
          },
        ],
      },
    ],
  });
export type DirectoryTestView = z.output<typeof DirectoryTestView>;

function bodyOf({ kind, settings }: DirectoryKind) {
  return z.strictObject({ name, kind: z.literal(kind), settings });
}
