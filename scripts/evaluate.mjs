import { prepareAndRun } from './preparation.mjs';

await prepareAndRun('dist/bench/evaluate.js');
