import { prepareAndRun } from './preparation.mjs';

await prepareAndRun('dist/samples/demo.js');
