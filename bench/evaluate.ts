import { readCommandLine, USAGE, type CommandLine } from './evaluation/command-line.js';
import { writeDetails } from './evaluation/details.js';
import { studyDataset } from './evaluation/reauthentication/rba-dataset.js';
import { studyTable } from './evaluation/reauthentication/study-report.js';
import { json, table } from './evaluation/report.js';
import { runEvaluation } from './evaluation/run-evaluation.js';

process.exitCode = await main(process.argv.slice(2));

/** @returns 0 when everything was read and judged, however well the products did */
async function main(args: readonly string[]): Promise<number> {
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stopped.abort(new Error(`stopped by ${signal}`)));
  try {
    const commandLine = readCommandLine(args);
    process.stdout.write(
      `${commandLine.isHelp ? USAGE : await report(commandLine, stopped.signal)}\n`,
    );
    return 0;
  } catch (error) {
    const reason: unknown = stopped.signal.aborted ? stopped.signal.reason : error;
    say(reason instanceof Error ? reason.message : String(reason));
    return 1;
  }
}

async function report(commandLine: CommandLine, abort: AbortSignal): Promise<string> {
  const { seed, accounts, days, isJson, details, rbaDataset } = commandLine;
  if (rbaDataset !== undefined) {
    const figures = await studyDataset(rbaDataset, say);
    return isJson ? JSON.stringify(figures) : studyTable(figures);
  }
  const evaluated = await runEvaluation({ seed, accounts, days }, say, abort);
  if (details !== undefined) await writeDetails(details, evaluated);
  return isJson ? json(evaluated.evaluation) : table(evaluated.evaluation);
}

function say(message: string): void {
  process.stderr.write(`evaluate: ${message}\n`);
}
