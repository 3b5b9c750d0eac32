// Runs hanging-worker.ts in a process of its own. Vite loads the TypeScript, so the queue's source
// is under test as it is, whether or not there is a build.
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(
  fileURLToPath(new URL('./hanging-worker.ts', import.meta.url)),
);
await module.hang(JSON.parse(env.HANGING_WORKER));
