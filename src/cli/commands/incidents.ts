import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Context } from '../context.js';
import { wholeNumber } from '../options.js';

const Incident = z.looseObject({ id: z.string() });
const MEDIA_TYPES = {
  html: 'text/html',
  md: 'text/markdown',
  json: 'application/json',
} as const;
const Format = z.enum(['html', 'md', 'json']);

/** `incidents` and `report`: the campaigns, and what is to be told of one. */
export function addIncidents(program: Command, { terminal, client }: Context): void {
  program
    .command('incidents')
    .description('list incidents, the newest first')
    .option('-n, --limit <count>', 'how many', wholeNumber, 25)
    .action(async ({ limit }) => {
      const incidents = await (await client()).list('/v1/incidents', Incident, limit);
      terminal.show(incidents, () => {
        const names = [...new Set(incidents.flatMap((incident) => plainFields(incident)))];
        const columns = names.map((name) => ({ title: name.toUpperCase(), most: 40 }));
        return terminal.table(
          columns,
          incidents.map((incident) => names.map((name) => cellOf(incident[name]))),
        );
      });
    });

  program
    .command('report')
    .description('get the report of an incident')
    .argument('<id>')
    .addOption(new Option('--format <format>', 'as what').choices(Format.options).default('md'))
    .option('-o, --output <file>', 'write it there instead of to standard output')
    .action(async (id: string, { format, output }) => {
      const accept = MEDIA_TYPES[Format.parse(format)];
      const path = `/v1/incidents/${encodeURIComponent(id)}/report`;
      const report = await (await client()).text(path, { accept });
      if (output === undefined) terminal.write(report);
      else await writeFile(output, report);
    });
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function plainFields(item: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(item).filter((name) => typeof item[name] !== 'object' || item[name] === null);
}
