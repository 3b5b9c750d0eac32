import { CommanderError } from 'commander';
import { CliError, EXIT } from './cli-error.js';
import { programFor } from './program.js';
import { Terminal } from './terminal.js';

// `--json` may stand anywhere, also behind the command.
const args = process.argv.slice(2);
const isJson = args.includes('--json');
const terminal = new Terminal(process.env, process.stdin, process.stdout, process.stderr, isJson);

try {
  await programFor(terminal).parseAsync(
    args.filter((arg) => arg !== '--json'),
    { from: 'user' },
  );
} catch (error) {
  terminal.progress.giveUp();
  if (error instanceof CommanderError) {
    // Commander has said it already; help and version are no failures.
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else if (error instanceof CliError) {
    process.stderr.write(`authwarden: ${error.message}\n`);
    process.exitCode = error.exitCode;
  } else {
    throw error;
  }
}
