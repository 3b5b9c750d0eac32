import { prepareAndRun } from './preparation.mjs';

await prepareAndRun('dist/bench/bench-audit.js');
