// Vite loads the bench's TypeScript as it is: it needs the servers of the tests, which the build
// leaves out. The service is the built one.
import { fileURLToPath } from 'node:url';
import { prepareOrExit } from './preparation.mjs';

await prepareOrExit({ tools: true });
const { runnerImport } = await import('vite');
const { module } = await runnerImport(
  fileURLToPath(new URL('../bench/actions/bench-actions.ts', import.meta.url)),
);
process.exitCode = await module.main(process.argv.slice(2));
