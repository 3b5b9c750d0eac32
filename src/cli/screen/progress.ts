import { count } from './counting.js';

/** Where progress is written: standard error, so that standard output stays clean. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const LABEL = 34;
const LONGEST_BAR = 30;
const REDRAW_MS = 60;
/** On a screen that can't redraw a line, progress is told at each quarter. */
const QUARTERS = 4;

/** One line of progress that fits `columns`; the bar gives way first. */
export function progressLine(
  {
    label,
    done,
    total,
    detail = '',
  }: {
    readonly label: string;
    readonly done: number;
    readonly total: number;
    readonly detail?: string;
  },
  columns: number,
): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const counts = `${count(done)} of ${count(total)}${detail}`;
  const head = label.padEnd(LABEL);
  const room = columns - head.length - percent.length - counts.length - 5;
  const length = Math.min(LONGEST_BAR, room);
  if (length < 5) return `${label} ${percent.trim()}`.slice(0, Math.max(0, columns - 1));
  const full = Math.round(share * length);
  return `${head} ${'█'.repeat(full)}${'░'.repeat(length - full)} ${percent}  ${counts}`;
}

/** Tells what is being done, one step after the other: a bar on a terminal, plain lines elsewhere. */
export class Progress {
  private label = '';
  private drawnAt = 0;
  private quarter = 0;

  constructor(
    private readonly screen: Screen,
    /** Milliseconds that only go up. */
    private readonly now: () => number,
  ) {}

  /** Begins a step. */
  begin(label: string): void {
    this.label = label;
    this.drawnAt = -Infinity;
    this.quarter = 0;
    if (this.screen.isTTY) this.screen.write(`\r\u001B[K${label} …`);
  }

  /** Says how far the step has come; `detail` follows the counts. */
  update(done: number, total: number, detail = ''): void {
    if (this.screen.isTTY) {
      if (this.now() - this.drawnAt < REDRAW_MS && done < total) return;
      this.drawnAt = this.now();
      const line = progressLine(
        { label: this.label, done, total, detail },
        this.screen.columns ?? 80,
      );
      this.screen.write(`\r\u001B[K${line}`);
      return;
    }
    const quarter = total > 0 ? Math.floor((QUARTERS * done) / total) : 0;
    if (quarter <= this.quarter || quarter >= QUARTERS) return;
    this.quarter = quarter;
    this.screen.write(`${progressLine({ label: this.label, done, total }, LABEL)}\n`);
  }

  /** Ends the step with what came of it. */
  end(result: string): void {
    const begin = this.screen.isTTY ? '\r\u001B[K' : '';
    this.screen.write(`${begin}${this.label.padEnd(LABEL)} ${result}\n`);
    this.label = '';
  }

  /** Leaves a step that was cut short behind, so that a message starts on a line of its own. */
  giveUp(): void {
    if (this.label !== '' && this.screen.isTTY) this.screen.write('\n');
    this.label = '';
  }
}
