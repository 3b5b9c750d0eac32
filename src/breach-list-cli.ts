import { breachListCommand } from './passwords/breach/breach-list-command.js';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () =>
    stopped.abort(new Error(`stopped by ${signal}; run it again to go on`)),
  );

process.exitCode = await breachListCommand(
  process.argv.slice(2),
  process.env,
  {
    result: (line) => process.stdout.write(`${line}\n`),
    say: (line) => process.stderr.write(`${line}\n`),
  },
  stopped.signal,
);
