import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { CliError, EXIT } from '../cli-error.js';
import type { Client } from '../client.js';
import { type Context, moment } from '../context.js';
import { wholeNumber } from '../options.js';

const Incident = z.looseObject({
  id: z.string(),
  number: z.number(),
  status: z.string(),
  title: z.string(),
  accounts: z.number(),
  firstSignInAt: z.string(),
});
const MEDIA_TYPES = {
  html: 'text/html',
  md: 'text/markdown',
  json: 'application/json',
} as const;
/** Numbers are looked for among so many of the newest. */
const MOST_INCIDENTS = 10_000;
const Format = z.enum(['html', 'md', 'json']);

/** `incidents` and `report`: the campaigns, and what is to be told of one. */
export function addIncidents(program: Command, { terminal, client }: Context): void {
  program
    .command('incidents')
    .description('list incidents, the newest first')
    .option('-n, --limit <count>', 'how many', wholeNumber, 25)
    .action(async ({ limit }) => {
      const incidents = await (await client()).list('/v1/incidents', Incident, limit);
      terminal.show(incidents, () =>
        terminal.table(
          [
            { title: 'NO', align: 'right' },
            { title: 'STATUS' },
            { title: 'ACCOUNTS', align: 'right' },
            { title: 'SINCE', leaveOut: 2 },
            { title: 'ID', leaveOut: 1 },
            { title: 'TITLE' },
          ],
          incidents.map(({ id, number, status, title, accounts, firstSignInAt }) => [
            String(number),
            status,
            String(accounts),
            moment(firstSignInAt),
            id,
            title,
          ]),
        ),
      );
    });

  program
    .command('report')
    .description('get the report of an incident')
    .argument('<incident>', 'its number or its id')
    .addOption(new Option('--format <format>', 'as what').choices(Format.options).default('md'))
    .option('-o, --output <file>', 'write it there instead of to standard output')
    .action(async (numberOrId: string, { format, output }) => {
      const accept = MEDIA_TYPES[Format.parse(format)];
      const api = await client();
      const id = await incidentId(api, numberOrId);
      const path = `/v1/incidents/${encodeURIComponent(id)}/report`;
      const report = await api.text(path, { accept });
      if (output === undefined) terminal.write(report);
      else await writeFile(output, report);
    });
}

/** Numbers are what people speak of, ids what the API knows. @throws CliError when there is no such number */
async function incidentId(api: Client, numberOrId: string): Promise<string> {
  if (!/^\d{1,9}$/.test(numberOrId)) return numberOrId;
  const incidents = await api.list('/v1/incidents', Incident, MOST_INCIDENTS);
  const found = incidents.find(({ number }) => number === Number(numberOrId));
  if (found) return found.id;
  throw new CliError(
    `No incident has the number ${numberOrId}. \`authwarden incidents\` lists them.`,
    EXIT.notFound,
  );
}
