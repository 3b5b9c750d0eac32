import { z } from 'zod';
import { DomainError } from '../../kernel/errors.js';

const MAX_CURSOR_LENGTH = 1_024;

/** Query of every list; a list with filters says `PageQuery.extend({…})`. */
export const PageQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .describe('How many items at most, 1 to 200.'),
  cursor: z
    .string()
    .max(MAX_CURSOR_LENGTH)
    .optional()
    .describe('`nextCursor` of the page before; absent for the first page.'),
});
export type PageQuery = z.output<typeof PageQuery>;

/** One page of a list as it is held before it is shown. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** null at the end. */
  readonly nextCursor: string | null;
}

/** Schema of `{items, nextCursor}` under the component name `id`. */
export function pageView<Item extends z.ZodType>(item: Item, id: string) {
  return z
    .object({
      items: z.array(item),
      nextCursor: z
        .string()
        .nullable()
        .describe('Pass it as `cursor` to get the next page; null at the end.'),
    })
    .meta({ id });
}

/**
 * Cuts a page out of rows that were asked for with `limit + 1`: the row too many shows that there
 * is a next page.
 *
 * @param positionOf what the next page must start after; becomes the cursor
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (last: Row) => unknown,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor(positionOf(last)) : null };
}

/** An opaque cursor: base64url of JSON. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads a cursor that {@link encodeCursor} made.
 *
 * @param schema what the position must look like; a cursor comes from outside and may be anything
 * @returns undefined without a cursor
 * @throws DomainError `invalid-cursor`
 */
export function decodeCursor<Position>(
  cursor: string | undefined,
  schema: z.ZodType<Position>,
): Position | undefined {
  if (cursor === undefined) return undefined;
  const position = schema.safeParse(parsedCursor(cursor));
  if (position.success) return position.data;
  throw new DomainError(
    'invalid',
    'invalid-cursor',
    'The cursor is not one that this list gave. Start again without a cursor.',
    { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }] },
  );
}

function parsedCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
