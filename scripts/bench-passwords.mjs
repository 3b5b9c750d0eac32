import { prepareAndRun } from './preparation.mjs';

await prepareAndRun('dist/bench/passwords/password-bench.js');
