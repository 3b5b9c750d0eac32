import { prepareAndRun } from './preparation.mjs';

await prepareAndRun('dist/src/main.js');
