import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableLines, wrapped } from './table.js';

describe('a table', () => {
  it('has columns as wide as what is in them', () => {
    const lines = tableLines(
      [{ title: 'Account' }, { title: 'Score', align: 'right' }, { title: 'Directory' }],
      [
        ['usr1@company.co.in', '97.1', 'locked'],
        ['a', '100', ''],
      ],
      100,
    );

    expect(lines).toEqual([
      'Account             Score  Directory',
      'usr1@company.co.in   97.1  locked',
      'a                     100',
    ]);
  });

  it('cuts what is too long for its column or for the line', () => {
    const lines = tableLines(
      [{ title: 'A', most: 4 }, { title: 'B' }],
      [['abcdefgh', 'ijklmnop']],
      10,
    );

    expect(lines).toEqual(['A     B', 'abc…  ijk…']);
  });

  it('leaves out what may be left out, until the last column has room', () => {
    const columns = [
      { title: 'ID' },
      { title: 'WHEN', leaveOut: 2 },
      { title: 'BY', leaveOut: 1 },
      { title: 'LOGIN' },
    ];
    const rows = [['0123456789', '2026-11-23', 'somebody', 'alice@example.test']];

    expect(tableLines(columns, rows, 80)[0]).toBe('ID          WHEN        BY        LOGIN');
    expect(tableLines(columns, rows, 40)[0]).toBe('ID          WHEN        LOGIN');
    expect(tableLines(columns, rows, 30)[1]).toBe('0123456789  alice@example.test');
    expect(tableLines(columns, rows, 16)[1]).toBe('0123456789  ali…');
  });

  it('colours cells after they were measured', () => {
    const lines = tableLines(
      [{ title: 'A', style: (cell) => `<${cell}>` }, { title: 'B' }],
      [
        ['x', '1'],
        ['long', '2'],
      ],
      20,
    );

    expect(lines).toEqual(['A     B', '<x   >  1', '<long>  2']);
  });

  it('keeps every line within the width', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (rows) => {
        const lines = tableLines([{ title: 'A', most: 20 }, { title: 'B' }], rows, 40);

        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
      }),
    );
  });
});

describe('a wrapped text', () => {
  it('breaks between words', () => {
    expect(wrapped('Use at least 12 characters.', 12)).toEqual([
      'Use at least',
      '12',
      'characters.',
    ]);
  });

  it('loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/)), (words) => {
        const lines = wrapped(words.join(' '), 12);

        expect(lines.join(' ')).toBe(words.join(' '));
      }),
    );
  });
});
