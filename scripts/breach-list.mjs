import { prepareAndRun } from './preparation.mjs';

await prepareAndRun('dist/src/breach-list-cli.js');
