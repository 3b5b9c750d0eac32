import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../kernel/clock.js';
import { readSettings } from '../../platform/config/settings.js';
import { BREACH_ALGORITHMS, type BreachAlgorithm } from '../domain/breach/algorithm.js';
import { DEFAULT_GATES } from '../domain/breach/quality-gates.js';
import { BreachDirectory } from './breach-directory.js';
import { breachListDirectory } from './breach-list-directory.js';
import { algorithmAt, type HashSource, sourceAt } from './hash-source.js';
import { importBreachList } from './import-breach-list.js';
import { RangeMirror } from './range-mirror.js';

export const USAGE = `usage: breach-list import PATH [--increment] [--algorithm sha1|ntlm]
                          [--ignore-canaries] [--allow-missing-ranges] [--max-drop SHARE]
       breach-list status

PATH is a file HASH:COUNT that is ordered by hash, a directory of range files
(00000.txt to FFFFF.txt), or the URL of a range API before the five digits, which is asked
only for the ranges that have changed since it was last imported. With --increment the ranges that are there replace those of the
list in use. An import that was interrupted goes on from its last checkpoint.
The directory is BREACH_LIST_DIR, or breach-lists below DATA_DIR.`;

/** Where a command's words go. */
export interface CommandOutput {
  /** The result, one line of JSON. */
  readonly result: (line: string) => void;
  /** Progress and complaints, for people. */
  readonly say: (line: string) => void;
}

/**
 * `breach-list`: imports lists from the disk, without the service.
 *
 * @returns the exit code: 0, 1 when something went wrong, 2 for a wrong command line
 */
export async function breachListCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  output: CommandOutput,
  abort: AbortSignal,
): Promise<number> {
  try {
    const parsed = commandLine(args);
    const directory = new BreachDirectory(resolve(breachListDirectory(readSettings(environment))));
    if (parsed?.command === 'status') output.result(JSON.stringify(await status(directory)));
    else if (parsed) output.result(JSON.stringify(await run(directory, parsed, output, abort)));
    else output.say(USAGE);
    return parsed ? 0 : 2;
  } catch (error) {
    output.say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

interface ImportCommand {
  readonly command: 'import';
  readonly path: string;
  readonly increment: boolean;
  readonly algorithm: string | undefined;
  readonly gates: typeof DEFAULT_GATES;
}

/** undefined when it isn't understood. */
function commandLine(
  args: readonly string[],
): ImportCommand | { readonly command: 'status' } | undefined {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      increment: { type: 'boolean', default: false },
      algorithm: { type: 'string' },
      'ignore-canaries': { type: 'boolean', default: false },
      'allow-missing-ranges': { type: 'boolean', default: false },
      'max-drop': { type: 'string', default: String(DEFAULT_GATES.maxDrop) },
    },
  });
  const [command, path] = positionals;
  if (command === 'status' && positionals.length === 1) return { command };
  const maxDrop = Number(values['max-drop']);
  if (command !== 'import' || path === undefined || positionals.length > 2) return undefined;
  if (!(maxDrop >= 0 && maxDrop <= 1)) return undefined;
  return {
    command,
    path,
    increment: values.increment,
    algorithm: values.algorithm,
    gates: {
      maxDrop,
      canaries: !values['ignore-canaries'],
      allowMissingRanges: values['allow-missing-ranges'],
    },
  };
}

async function run(
  directory: BreachDirectory,
  command: ImportCommand,
  { say }: CommandOutput,
  abort: AbortSignal,
) {
  const wanted = /^https?:/.test(command.path)
    ? await fromMirror(directory, command, abort)
    : await fromDisk(command);
  let told = -1;
  const { manifest, ...counts } = await importBreachList(directory, {
    ...wanted,
    gates: command.gates,
    now: () => systemClock.now(),
    abort,
    onProgress(done, total = 0) {
      const percent = total > 0 ? Math.floor((done / total) * 100) : 0;
      if (percent > told) say(`${percent} % read`);
      told = Math.max(told, percent);
    },
  });
  await wanted.mirror?.keep(manifest);
  return { ...manifest, ...counts };
}

interface Wanted {
  readonly source: HashSource;
  readonly algorithm: BreachAlgorithm;
  readonly isIncrement: boolean;
  readonly mirror?: RangeMirror;
}

async function fromDisk({ path, algorithm: named, increment }: ImportCommand): Promise<Wanted> {
  const found = await algorithmAt(path);
  const algorithm = BREACH_ALGORITHMS.find((one) => one === (named ?? found));
  if (!algorithm || algorithm !== found)
    throw new Error(`${path} holds no lines HASH:COUNT of ${named ?? 'SHA-1 or NTLM'}`);
  return { source: await sourceAt(path), algorithm, isIncrement: increment };
}

async function fromMirror(
  directory: BreachDirectory,
  { path, algorithm: named = 'sha1' }: ImportCommand,
  abort: AbortSignal,
): Promise<Wanted> {
  const algorithm = BREACH_ALGORITHMS.find((one) => one === named);
  if (!algorithm) throw new Error(`${named} is no algorithm of a list: take sha1 or ntlm`);
  const url = new URL(path).href.replace(/\/+$/, '');
  const mirror = await RangeMirror.open(directory, { url, algorithm, abort });
  return { source: mirror.source, algorithm, isIncrement: mirror.isIncrement, mirror };
}

async function status(directory: BreachDirectory) {
  if (!(await stat(directory.path).catch(() => undefined))) return { lists: [] };
  const lists = await Promise.all(BREACH_ALGORITHMS.map((one) => directory.manifest(one)));
  return { lists: lists.filter((list) => list !== undefined) };
}
