import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface CommandLine {
  readonly seed: number;
  readonly accounts: number;
  readonly days: number;
  readonly isJson: boolean;
  readonly isHelp: boolean;
  /** File for every miss and false alarm with its evidence. */
  readonly details: string | undefined;
  /** File of the data set of Wiefling et al. 2022, to be studied instead. */
  readonly rbaDataset: string | undefined;
}

/** How much is simulated when nothing else is asked for, and with `--quick`. */
const FULL = { accounts: 2_000, days: 21 };
const QUICK = { accounts: 200, days: 10 };

export const USAGE = `Usage: npm run evaluate -- [--seed N] [--accounts N] [--days N] [--json] [--quick] [--details FILE]
       npm run evaluate -- --rba-dataset FILE [--json]

Simulates the log of a mail site with its attackers, lets a service of its own and the rules of
other products read it, and says what each found.
  --seed      which site and which attacks (1)
  --accounts  how many accounts the site has (${FULL.accounts}; with --quick ${QUICK.accounts})
  --days      how many days the log has (${FULL.days}; with --quick ${QUICK.days}); at least 8
  --json      one line of JSON at the end instead of the table
  --quick     a small run that shows that everything works; its figures mean little
  --details   writes Authwarden's misses and false alarms there, with their signals, as JSON lines
  --rba-dataset  studies re-authentication on this file (das-group/rba-dataset) instead`;

/** @throws Error when an argument isn't known or no whole number in its range */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      accounts: { type: 'string' },
      days: { type: 'string' },
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      details: { type: 'string' },
      'rba-dataset': { type: 'string' },
    },
  });
  const size = values.quick ? QUICK : FULL;
  return {
    seed: whole('seed', values.seed, 1, { min: 0, max: 2 ** 31 }),
    accounts: whole('accounts', values.accounts, size.accounts, { min: 50, max: 100_000 }),
    days: whole('days', values.days, size.days, { min: 8, max: 366 }),
    isJson: values.json,
    isHelp: values.help,
    details: values.details,
    rbaDataset: values['rba-dataset'],
  };
}

function whole(
  name: string,
  text: string | undefined,
  preset: number,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  if (text === undefined) return preset;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new Error(`--${name} must be a whole number from ${min} to ${max}`);
  return value;
}
