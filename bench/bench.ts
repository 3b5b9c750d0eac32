import { join, resolve } from 'node:path';
import { type CommandLine, readCommandLine, USAGE } from './command-line.js';
import { json, table } from './report.js';
import { runBench } from './run-bench.js';
import { startService } from './service/service-process.js';
import { startSite } from './service/site.js';
import { FULL, QUICK } from './sizes.js';

process.exitCode = await main(process.argv.slice(2));

/** @returns 0 when everything was measured and nothing lost, whether targets are met or not */
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
  const { isJson, isQuick, profile } = commandLine;
  const site = await startSite(say, abort);
  try {
    const service = await startService({
      databaseUrl: site.databaseUrl,
      dataDir: join(site.directory, 'service'),
      nodeOptions:
        profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`],
      abort,
    });
    try {
      const figures = await runBench({ site, service, sizes: isQuick ? QUICK : FULL, log: say });
      return isJson ? json(figures, { isQuick }) : table(figures);
    } catch (error) {
      say(`the service's last words: ${service.lastWords() || 'none'}`);
      throw error;
    } finally {
      await service.stop();
    }
  } finally {
    await site.stop();
  }
}

function say(message: string): void {
  process.stderr.write(`bench: ${message}\n`);
}
