import { ApiKey } from './demo/answers.js';
import { Api } from './demo/api.js';
import { type DemoKey, demoKey } from './demo/api-key-file.js';
import { DemoError, Interrupted } from './demo/demo-error.js';
import { nextSteps } from './demo/next-steps.js';
import { type DemoOptions, readOptions, USAGE } from './demo/options.js';
import { paintFor } from '../src/cli/screen/paint.js';
import { Progress } from '../src/cli/screen/progress.js';
import { complaintLines, reportLines } from './demo/report.js';
import { type DemoResult, runDemo } from './demo/run-demo.js';
import { aborted, startService } from './demo/service-process.js';

/** As a shell reports a program that SIGINT ended. */
const EXIT_INTERRUPTED = 130;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop.abort(new Interrupted()));
const progress = new Progress(process.stderr, () => performance.now());

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  progress.giveUp();
  const bug = error instanceof Error ? error.stack : String(error);
  writeLines(process.stderr, [`demo: ${error instanceof DemoError ? error.message : bug}`]);
  return error instanceof Interrupted ? EXIT_INTERRUPTED : 1;
});

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, process.env);
  if (options.help) {
    writeLines(process.stdout, [USAGE]);
    return 0;
  }
  const key = demoKey(options.dataDir, process.env);
  const { result, isKeyReplaced } = await playThrough(options, key);
  if (options.json) {
    writeLines(process.stderr, complaintLines(result.complaints));
    writeLines(process.stdout, [JSON.stringify(result.summary)]);
  } else {
    const paint = paintFor(process.stdout, process.env);
    const whereabouts = { dataDir: options.dataDir, keyInShell: key.inShell, isKeyReplaced };
    writeLines(process.stdout, [...reportLines(result, paint), ...nextSteps(whereabouts, paint)]);
  }
  return result.complaints.length === 0 ? 0 : 1;
}

/** Runs the service for as long as the demo takes. */
async function playThrough(
  options: DemoOptions,
  key: DemoKey,
): Promise<{ readonly result: DemoResult; readonly isKeyReplaced: boolean }> {
  const begunAt = performance.now();
  progress.begin('Starting the service');
  const service = await startService(options.dataDir, key.text, stop.signal);
  try {
    key.keep();
    progress.end(service.url);
    const api = new Api(service.url, key.text, stop.signal);
    const elapsed = () => performance.now() - begunAt;
    const result = await Promise.race([
      runDemo({ api, options, progress, elapsed }),
      service.lost,
      aborted(stop.signal),
    ]);
    return { result, isKeyReplaced: key.isNew && (await hasRevokedKey(api)) };
  } finally {
    await service.stop();
  }
}

/** Whether a key that came from the service's start was revoked, as a new one takes its place. */
async function hasRevokedKey(api: Api): Promise<boolean> {
  const keys = await api.list('/v1/api-keys', ApiKey);
  return keys.some(({ createdBy, revokedAt }) => createdBy === 'bootstrap' && revokedAt !== null);
}

function writeLines(stream: NodeJS.WriteStream, lines: readonly string[]): void {
  for (const line of lines) stream.write(`${line}\n`);
}
