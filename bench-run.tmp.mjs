import { runnerImport } from 'vite';
const { module } = await runnerImport('/tmp/w/response/bench/actions/bench-actions.ts');
process.exitCode = await module.main(process.argv.slice(2));
