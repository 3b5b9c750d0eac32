import { realpath, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.js';
import type { Context } from '../context.js';
import { ImportPositions } from '../import-positions.js';
import { headOf, isGzipped, logSlices } from '../log-slices.js';
import { wholeNumber } from '../options.js';
import { count } from '../screen/counting.js';

const SLICE_BYTES = 8 << 20;
const HEAD_BYTES = 1_024;

const Result = z.object({
  format: z.string(),
  lines: z.number(),
  events: z.number(),
  duplicates: z.number(),
  ignored: z.number(),
  unparsed: z.number(),
  signals: z.number(),
});
type Totals = Omit<z.output<typeof Result>, 'format'> & { file: string; format: string };

/** `import`: sends log files, gzipped or not, and goes on where an earlier run stopped. */
export function addImport(program: Command, { terminal, client }: Context): void {
  program
    .command('import')
    .description('send log files; run it again to go on where it stopped, or with what was added')
    .argument('<file...>', 'plain or gzip')
    .option('--format <format>', 'log format', 'auto')
    .option('--server <name>', 'server that wrote the log')
    .option('--listener <listener>', 'external, internal or unknown')
    .option('--timezone <zone>', 'zone of times that name none')
    .option('--year <year>', 'year of times that name none', wholeNumber)
    .option('--from-start', 'send everything again')
    .action(async (files: string[], { fromStart, ...origin }) => {
      const api = await client();
      const positions = await ImportPositions.open(terminal.env);
      const all: Totals[] = [];
      for (const file of files) {
        const path = await realpath(file).catch(() => {
          throw new CliError(`${file} can't be read.`);
        });
        const head = await headOf(path, HEAD_BYTES);
        const key = ImportPositions.keyOf(api.url, path, head);
        const { size } = await stat(path);
        const totals: Totals = { file, format: '', ...nothing() };
        all.push(totals);
        terminal.progress.begin(file);
        const begun = performance.now();
        const from = fromStart ? 0 : positions.get(key);
        const query = { ...origin, stream: `import/${key.slice(0, 32)}` };
        for await (const slice of logSlices(path, isGzipped(head), from, SLICE_BYTES)) {
          const text = () => slice.bytes;
          const result = await api.ask('POST', '/v1/logs', Result, { query, text });
          addTo(totals, result);
          await positions.set(key, slice.end);
          const pace = paceOf(totals.lines, slice.fileBytes, size, performance.now() - begun);
          terminal.progress.update(slice.fileBytes, size, pace);
        }
        terminal.progress.end(
          `${count(totals.lines)} lines, ${count(totals.events)} events, ${count(totals.duplicates)} known already, ${count(totals.unparsed)} not understood, ${count(totals.signals)} signals`,
        );
      }
      terminal.show(all, () => []);
    });
}

function nothing() {
  return { lines: 0, events: 0, duplicates: 0, ignored: 0, unparsed: 0, signals: 0 };
}

function addTo(totals: Totals, { format, ...counts }: z.output<typeof Result>): void {
  totals.format = format;
  totals.lines += counts.lines;
  totals.events += counts.events;
  totals.duplicates += counts.duplicates;
  totals.ignored += counts.ignored;
  totals.unparsed += counts.unparsed;
  totals.signals += counts.signals;
}

/** Lines a second and the time left, when the rest goes as fast. */
function paceOf(lines: number, done: number, size: number, ms: number): string {
  const left = Math.round(((size - done) * ms) / Math.max(done, 1) / 1_000);
  const clock = left < 60 ? `${left} s` : `${Math.floor(left / 60)} min ${left % 60} s`;
  return ` bytes, ${count(Math.round((lines * 1_000) / Math.max(ms, 1)))} lines/s, ${clock} left`;
}
