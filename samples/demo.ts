import { Api } from './demo/api.js';
import { demoKey } from './demo/api-key-file.js';
import { DemoError } from './demo/demo-error.js';
import { nextSteps } from './demo/next-steps.js';
import { type DemoOptions, readOptions, USAGE } from './demo/options.js';
import { paintFor } from './demo/paint.js';
import { Progress } from './demo/progress.js';
import { complaintLines, reportLines } from './demo/report.js';
import { type DemoResult, runDemo } from './demo/run-demo.js';
import { aborted, startService } from './demo/service-process.js';

const EXIT_INTERRUPTED = 130;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop.abort());
const progress = new Progress(process.stderr, () => performance.now());

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  progress.giveUp();
  if (stop.signal.aborted && !(error instanceof DemoError && error.message.includes('cleanly'))) {
    process.stderr.write('demo: stopped.\n');
    return EXIT_INTERRUPTED;
  }
  const text = error instanceof DemoError ? error.message : String(error);
  process.stderr.write(`demo: ${text}\n`);
  return 1;
});

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, process.env);
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const key = demoKey(options.dataDir, process.env);
  const result = await withService(options, key);
  if (options.json) {
    writeLines(process.stderr, complaintLines(result.complaints));
    writeLines(process.stdout, [JSON.stringify(result.summary)]);
  } else {
    const paint = paintFor(process.stdout, process.env);
    writeLines(process.stdout, [
      ...reportLines(result, paint),
      ...nextSteps(options.dataDir, key.inShell, paint),
    ]);
  }
  return result.complaints.length === 0 ? 0 : 1;
}

async function withService(
  options: DemoOptions,
  key: ReturnType<typeof demoKey>,
): Promise<DemoResult> {
  const begunAt = performance.now();
  progress.begin('Starting the service');
  const service = await startService(options.dataDir, key.text, stop.signal);
  try {
    key.keep();
    progress.end(service.url);
    const api = new Api(service.url, key.text, stop.signal);
    const elapsed = () => performance.now() - begunAt;
    return await Promise.race([
      runDemo({ api, options, progress, elapsed }),
      service.lost,
      aborted(stop.signal),
    ]);
  } finally {
    await service.stop();
  }
}

function writeLines(stream: NodeJS.WriteStream, lines: readonly string[]): void {
  for (const line of lines) stream.write(`${line}\n`);
}
