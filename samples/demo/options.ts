import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DemoError } from './demo-error.js';

/** What the demo was asked for. */
export interface DemoOptions {
  readonly help: boolean;
  /** Standard output gets one line of JSON; everything else goes to standard error. */
  readonly json: boolean;
  /** Seed of the company, its directory and its logs. */
  readonly seed: number;
  /** Absolute path of the service's data. */
  readonly dataDir: string;
}

const DEFAULT_SEED = 2010;

/** What `--help` prints. */
export const USAGE = `npm run demo -- [--json] [--seed N] [--data-dir PATH]

  --json           print one line of JSON, and what is going on to standard error
  --seed N         make another company and another attack (default ${DEFAULT_SEED})
  --data-dir PATH  keep the data there (default DATA_DIR, else ./data)

DATABASE_URL and REDIS_URL are heeded as by npm start; give the demo a database of its own.`;

/**
 * Reads the command line; DATA_DIR of the environment stands in for `--data-dir`.
 *
 * @throws DemoError on an option that isn't known or makes no sense
 */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): DemoOptions {
  const values = parsed(args);
  const seed = values.seed ?? String(DEFAULT_SEED);
  if (!/^\d{1,9}$/.test(seed))
    throw new DemoError(`--seed must be a whole number of at most nine digits, not "${seed}".`);
  const given = values['data-dir'] ?? environment['DATA_DIR']?.trim() ?? '';
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    seed: Number(seed),
    dataDir: resolve(given === '' ? './data' : given),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
        seed: { type: 'string' },
        'data-dir': { type: 'string' },
      },
    }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('. ', 1)[0] : String(error);
    throw new DemoError(`${why}. "npm run demo -- --help" lists the options.`);
  }
}
