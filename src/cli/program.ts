import { Command } from 'commander';
import { Client } from './client.js';
import { addAccounts } from './commands/accounts.js';
import { addCompletion } from './commands/completion.js';
import { addDoctor } from './commands/doctor.js';
import { addImport } from './commands/import.js';
import { addIncidents } from './commands/incidents.js';
import { addLogin } from './commands/login.js';
import { addPasswords } from './commands/passwords.js';
import { addResponses } from './commands/respond.js';
import { addSchedules } from './commands/schedules.js';
import type { Context } from './context.js';
import { readCredentials } from './credentials.js';
import type { Terminal } from './terminal.js';

/** All commands. Their failures are thrown, as CliError or as commander's own. */
export function programFor(terminal: Terminal): Command {
  const program = new Command('authwarden')
    .description('Finds stolen mail accounts and takes them back: the service from a terminal.')
    .option('--json', 'answer in JSON, for scripts')
    .exitOverride();
  const context: Context = {
    terminal,
    client: async () => {
      const { url, key } = await readCredentials(terminal.env);
      return new Client(url, key);
    },
  };
  addLogin(program, context);
  addImport(program, context);
  addAccounts(program, context);
  addResponses(program, context);
  addIncidents(program, context);
  addPasswords(program, context);
  addSchedules(program, context);
  addDoctor(program, context);
  addCompletion(program, context);
  return program;
}
