/** One bar of a plot. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Class of the colour: `critical`, `high`, `medium`, `low`, `good`, `plain`. */
  readonly tone: string;
  /** What is said of it besides its value. */
  readonly note?: string;
}

/** One line of a plot over time. */
export interface Series {
  readonly label: string;
  readonly tone: string;
  readonly values: readonly number[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text as HTML or SVG text, or as an attribute's value. */
export function escapedText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const ROW = 26;
const LABEL_WIDTH = 210;
const BAR_WIDTH = 360;
const VALUE_WIDTH = 150;
const LABEL_CHARACTERS = 26;

/** Horizontal bars, longest value to full width; colours come from the page's style. */
export function bars(title: string, rows: readonly Bar[]): string {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  const height = rows.length * ROW;
  const width = LABEL_WIDTH + BAR_WIDTH + VALUE_WIDTH;
  const drawn = rows.map(({ label, value, tone, note }, index) => {
    const y = index * ROW;
    const length = Math.max(value > 0 ? 2 : 0, Math.round((value / most) * BAR_WIDTH));
    const said =
      note === undefined ? value.toLocaleString('en') : `${value.toLocaleString('en')} · ${note}`;
    return `<text x="${LABEL_WIDTH - 10}" y="${y + 17}" text-anchor="end">${escapedText(shortened(label))}<title>${escapedText(label)}</title></text>
<rect class="${tone}" x="${LABEL_WIDTH}" y="${y + 5}" width="${length}" height="16" rx="2"/>
<text class="value" x="${LABEL_WIDTH + length + 8}" y="${y + 17}">${escapedText(said)}</text>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapedText(title)}">${drawn.join('\n')}</svg>`;
}

const PLOT = { width: 720, height: 190, left: 56, right: 170, top: 12, bottom: 26 } as const;

/** Lines over audits, oldest at the left, each named at its end. */
export function lines(
  title: string,
  moments: readonly string[],
  series: readonly Series[],
): string {
  const most = Math.max(1, ...series.flatMap(({ values }) => values));
  const { left, right, top, bottom } = PLOT;
  const x = (index: number) =>
    left + (index / Math.max(1, moments.length - 1)) * (PLOT.width - left - right);
  const y = (value: number) => top + (1 - value / most) * (PLOT.height - top - bottom);
  const drawn = series.map(({ label, tone, values }) => {
    const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
    const last = values.at(-1) ?? 0;
    const dots = points.map((point) => {
      const [cx, cy] = point.split(',');
      return `<circle class="${tone}" cx="${cx}" cy="${cy}" r="3"/>`;
    });
    return `<polyline class="${tone} line" points="${points.join(' ')}"/>${dots.join('')}
<text x="${PLOT.width - right + 10}" y="${y(last) + 4}">${escapedText(`${label} ${last.toLocaleString('en')}`)}</text>`;
  });
  const axis = `<line class="axis" x1="${left}" y1="${PLOT.height - bottom}" x2="${PLOT.width - right}" y2="${PLOT.height - bottom}"/>
<text class="value" x="${left - 8}" y="${top + 8}" text-anchor="end">${most.toLocaleString('en')}</text>
<text class="value" x="${left - 8}" y="${PLOT.height - bottom}" text-anchor="end">0</text>
<text class="value" x="${left}" y="${PLOT.height - 6}">${escapedText(moments[0] ?? '')}</text>
<text class="value" x="${PLOT.width - right}" y="${PLOT.height - 6}" text-anchor="end">${escapedText(moments.at(-1) ?? '')}</text>`;
  return `<svg viewBox="0 0 ${PLOT.width} ${PLOT.height}" role="img" aria-label="${escapedText(title)}">${axis}${drawn.join('\n')}</svg>`;
}

function shortened(label: string): string {
  return label.length > LABEL_CHARACTERS ? `${label.slice(0, LABEL_CHARACTERS - 1)}…` : label;
}
