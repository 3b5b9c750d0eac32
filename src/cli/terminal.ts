import { createInterface } from 'node:readline/promises';
import { text as allOf } from 'node:stream/consumers';
import { type Paint, paintFor } from './screen/paint.js';
import { Progress, type Screen } from './screen/progress.js';
import { type Column, tableLines } from './screen/table.js';

/** Unprintable characters of names that an attacker chose: they could move the cursor. */
const CONTROLS = /\p{C}/gu;
const NARROWEST = 60;
const UNKNOWN_WIDTH = 120;

/** Where a command reads and writes: people get tables, scripts get JSON. */
export class Terminal {
  readonly paint: Paint;
  readonly progress: Progress;

  constructor(
    readonly env: NodeJS.ProcessEnv,
    private readonly input: NodeJS.ReadStream,
    private readonly output: NodeJS.WriteStream,
    private readonly errors: Screen,
    /** Whether answers are for scripts. */
    readonly isJson: boolean,
  ) {
    this.paint = paintFor(output, env);
    this.progress = new Progress(errors, () => performance.now());
  }

  /** The value as JSON on one line with `--json`, else the lines that `human` makes of it. */
  show<Value>(value: Value, human: (value: Value) => readonly string[]): void {
    const lines = this.isJson ? [JSON.stringify(value)] : human(value);
    for (const line of lines) this.output.write(`${line}\n`);
  }

  /** A table that fits the terminal; of nothing, the word. Cells are cleaned of control characters. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
    if (rows.length === 0) return ['none'];
    const width = Math.max(NARROWEST, this.output.columns ?? UNKNOWN_WIDTH);
    return tableLines(
      columns,
      rows.map((row) => row.map(printable)),
      width,
    );
  }

  /** Something that isn't part of the answer. */
  note(message: string): void {
    this.errors.write(`${message}\n`);
  }

  /** Text that isn't ours to format, such as a report. */
  write(content: string): void {
    this.output.write(content);
  }

  /** A secret from the keyboard, without echo, or all of standard input when it is no terminal. */
  async secret(prompt: string): Promise<string> {
    if (!this.input.isTTY) return (await allOf(this.input)).replace(/\r?\n$/, '');
    this.errors.write(prompt);
    const silent = createInterface({ input: this.input, terminal: true });
    const answer = await silent.question('');
    silent.close();
    this.errors.write('\n');
    return answer;
  }
}

/** The text without anything that a terminal would obey. */
export function printable(text: string): string {
  return text.replace(CONTROLS, '\uFFFD');
}
