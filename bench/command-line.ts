import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface CommandLine {
  readonly isJson: boolean;
  readonly isQuick: boolean;
  readonly isHelp: boolean;
  /** Directory for a CPU profile of the service. */
  readonly profile: string | undefined;
}

export const USAGE = `Usage: npm run bench -- [--json] [--quick] [--profile DIRECTORY]

Starts a PostgreSQL and the service of its own, measures, and removes both.
  --json     one line of JSON at the end instead of the table
  --quick    a small run that shows that everything works; its figures mean little
  --profile  writes a CPU profile of the service there (open it in Chrome's DevTools)`;

/** @throws Error when an argument isn't known */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      profile: { type: 'string' },
    },
  });
  const { json, quick, help, profile } = values;
  return { isJson: json, isQuick: quick, isHelp: help, profile };
}
