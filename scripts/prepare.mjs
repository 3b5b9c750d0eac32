import { prepareOrExit } from './preparation.mjs';

// --tools: the checks and the tests need the development dependencies, too.
await prepareOrExit({ tools: process.argv.includes('--tools') });
