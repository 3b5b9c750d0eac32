import 'reflect-metadata';
import { runService } from './platform/lifecycle/run-service.js';

const exitCode = await runService(process.env, async (settings, databaseUrl) => {
  // Loaded late: a wrong setting is reported without waiting for it.
  const { createApp } = await import('./create-app.js');
  return createApp(settings, databaseUrl);
});
process.exit(exitCode);
