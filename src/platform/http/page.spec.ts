import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeCursor, encodeCursor, PageQuery, pageOf } from './page.js';

describe('pages', () => {
  it('say where the next one starts when there is one row too many', () => {
    const page = pageOf([1, 2, 3], 2, (last) => ({ last }));

    expect(page.items).toEqual([1, 2]);
    expect(decodeCursor(page.nextCursor ?? '', z.object({ last: z.int() }))).toEqual({ last: 2 });
  });

  it.each([[[]], [[1]], [[1, 2]]])('end with null when %j was all', (rows) => {
    expect(pageOf(rows, 2, (last) => last)).toEqual({ items: rows, nextCursor: null });
  });

  it('take 1 to 200 items, 50 unless told otherwise', () => {
    expect(PageQuery.parse({})).toEqual({ limit: 50 });
    for (const limit of ['0', '201', '1.5', 'x', '']) {
      expect(PageQuery.safeParse({ limit }).success).toBe(false);
    }
  });

  it('bring any position back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (position) => {
        const back = decodeCursor(encodeCursor(position), z.unknown());

        expect(JSON.stringify(back)).toBe(JSON.stringify(position));
      }),
    );
  });

  it('refuse any cursor that is none, and never fail otherwise', () => {
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        expect(() => decodeCursor(cursor, z.object({ id: z.uuid() }))).toThrow(
          expect.objectContaining({ code: 'invalid-cursor' }),
        );
      }),
    );
  });
});
