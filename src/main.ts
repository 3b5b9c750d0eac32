import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { runService } from './platform/lifecycle/run-service.js';

// V8 would let the heap grow to four times what is in use before it collects; batches are short-lived.
setFlagsFromString('--heap-growing-percent=80');

const exitCode = await runService(process.env, async (settings, databaseUrl) => {
  // Loaded late: a wrong setting is reported without waiting for it.
  const { createApp } = await import('./create-app.js');
  return createApp(settings, databaseUrl);
});
process.exit(exitCode);
