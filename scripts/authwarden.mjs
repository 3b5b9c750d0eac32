#!/usr/bin/env node
import { prepareAndRun } from './preparation.mjs';

await prepareAndRun('dist/src/cli/main.js');
