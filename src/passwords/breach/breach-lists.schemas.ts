import { z } from 'zod';
import { pageView } from '../../platform/http/page.js';
import { BREACH_ALGORITHMS } from '../domain/breach/algorithm.js';
import { DEFAULT_GATES } from '../domain/breach/quality-gates.js';

const EXAMPLE = {
  kind: 'list',
  algorithm: 'sha1',
  generation: 3,
  entries: 1_284_000_000,
  bytes: 7_708_194_372,
  importedAt: '2026-11-23T08:00:00.000Z',
  changedRanges: 48_211,
} as const;

/** Query of `POST /v1/breach-lists`. */
export const BreachImportQuery = z.strictObject({
  algorithm: z
    .enum(BREACH_ALGORITHMS)
    .describe('What the hashes are: `sha1` of the UTF-8 password, or `ntlm`.'),
  mode: z
    .enum(['full', 'increment'])
    .default('full')
    .describe(
      'Whether it is the whole list, or ranges (by the first five digits) that replace those of the list in use.',
    ),
  canaries: z
    .enum(['required', 'ignored'])
    .default('required')
    .describe('Whether it has to hold the passwords that every list of breached ones holds.'),
  maxDrop: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(DEFAULT_GATES.maxDrop)
    .describe('Share of the entries in use that may be gone.'),
});
export type BreachImportQuery = z.output<typeof BreachImportQuery>;

/** Something that is asked whether a password is known from a breach. */
export const BreachListView = z
  .object({
    kind: z
      .enum(['list', 'range-api'])
      .describe('A list on disk; or the range API, which is asked where there is no list.'),
    algorithm: z.enum(BREACH_ALGORITHMS).describe('What the hashes are.'),
    generation: z.int().nullable().describe('Counts up with each import; null: the range API.'),
    entries: z.int().nullable().describe('Hashes in it; null: the range API.'),
    bytes: z.int().nullable().describe('Size on disk; null: the range API.'),
    importedAt: z.iso.datetime().nullable().describe('When it was imported; null: the range API.'),
    changedRanges: z
      .int()
      .nullable()
      .describe('Ranges, of 1,048,576, that differ from the generation before; null: range API.'),
  })
  .meta({ id: 'BreachList', examples: [EXAMPLE] });
export type BreachListView = z.output<typeof BreachListView>;

export const BreachListPage = pageView(BreachListView, 'BreachListPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

/** Answer of `POST /v1/breach-lists`. */
export const BreachImportView = BreachListView.extend({
  lines: z.int().describe('Lines that were read.'),
  ignored: z.int().describe('Lines with the count 0, which pad the answers of the range API.'),
  merged: z.int().describe('Lines that could not be told from the one before.'),
}).meta({
  id: 'BreachImport',
  examples: [{ ...EXAMPLE, lines: 1_284_000_000, ignored: 0, merged: 1 }],
});
export type BreachImportView = z.output<typeof BreachImportView>;
