import type { Command } from 'commander';
import { z } from 'zod';
import { Client } from '../client.js';
import { DEFAULT_URL, storeCredentials } from '../credentials.js';
import type { Context } from '../context.js';

/** `login`: stores which service is called with what key. */
export function addLogin(program: Command, { terminal }: Pick<Context, 'terminal'>): void {
  program
    .command('login')
    .description('store the address of the service and an API key, which is asked for')
    .option('--url <url>', 'where the service is', process.env['AUTHWARDEN_URL'] ?? DEFAULT_URL)
    .action(async ({ url }) => {
      // Never an argument: arguments are seen by everybody on the machine.
      const key = (await terminal.secret('API key: ')).trim();
      await new Client(url, key).ask('GET', '/v1/accounts', z.looseObject({}), {
        query: { limit: 1 },
      });
      const file = await storeCredentials(terminal.env, { url, key });
      terminal.show({ url, file }, () => [`Logged in to ${url}; the key is in ${file}.`]);
    });
}
