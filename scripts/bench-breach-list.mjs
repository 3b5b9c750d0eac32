import { prepareAndRun } from './preparation.mjs';

await prepareAndRun('dist/bench/passwords/breach-list-bench.js');
