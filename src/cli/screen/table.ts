/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Widest that it may be, in characters; longer texts are cut. */
  readonly most?: number;
  /** Left out where the table is too wide; the lowest number first. */
  readonly leaveOut?: number;
  /** Colours a cell that has been cut and padded. */
  readonly style?: (cell: string) => string;
}

const GAP = '  ';
/** What the last column should have at least, before another one is left out for it. */
const LAST_LEAST = 12;

/**
 * Lays a table out: every column as wide as its widest cell, up to its `most`; the last one takes
 * what is left of `width` characters, which the others must leave something of.
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const dispensable = dispensableOf(columns, rows, width);
  if (dispensable !== undefined)
    return tableLines(
      columns.toSpliced(dispensable, 1),
      rows.map((row) => row.toSpliced(dispensable, 1)),
      width,
    );
  const widths = widthsOf(columns, rows, width);
  const before = beforeLast(widths);
  const last = Math.max(1, Math.min(widths.at(-1) ?? 0, width - before));
  const fitted = [...widths.slice(0, -1), last];
  const line = (cells: readonly string[], isHead: boolean) =>
    columns
      .map(({ align, style }, index) => {
        const cell = padded(cells[index] ?? '', fitted[index] ?? 0, align);
        return isHead || !style ? cell : style(cell);
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => title),
      true,
    ),
    ...rows.map((row) => line(row, false)),
  ];
}

/** Which column to leave out so that the last one has room; undefined where none has to, or may be. */
function dispensableOf(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): number | undefined {
  const widths = widthsOf(columns, rows, width);
  if (beforeLast(widths) + Math.min(widths.at(-1) ?? 0, LAST_LEAST) <= width) return undefined;
  const ranks = columns.flatMap(({ leaveOut }) => leaveOut ?? []);
  const index = columns.findIndex(({ leaveOut }) => leaveOut === Math.min(...ranks));
  return index === -1 ? undefined : index;
}

function widthsOf(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  return columns.map(({ title, most = width }, index) => {
    const widest = Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length));
    return Math.min(widest, most);
  });
}

function beforeLast(widths: readonly number[]): number {
  return widths.slice(0, -1).reduce((sum, one) => sum + one + GAP.length, 0);
}

/** The text in lines of at most `width` characters, broken between words. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((full) => cut(full, width));
}

function padded(text: string, width: number, align: 'right' | undefined): string {
  const fitting = cut(text, width);
  return align === 'right' ? fitting.padStart(width) : fitting.padEnd(width);
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
}
