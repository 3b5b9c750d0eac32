import { prepareAndRun } from './preparation.mjs';

await prepareAndRun('dist/bench/bench-hashes.js');
