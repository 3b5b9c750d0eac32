import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CliError, EXIT } from './cli-error.js';

const Stored = z.object({ url: z.string(), key: z.string() });

/** Which service is called, and with what key. */
export type Credentials = z.output<typeof Stored>;

/** The URL of a service on this machine with its default settings. */
export const DEFAULT_URL = 'http://127.0.0.1:3000';

/**
 * `AUTHWARDEN_URL` and `AUTHWARDEN_API_KEY` where they are set, else what `authwarden login` stored.
 *
 * @throws CliError when there is no key
 */
export async function readCredentials(env: NodeJS.ProcessEnv): Promise<Credentials> {
  const stored = await readStored(env);
  const url = env['AUTHWARDEN_URL'] ?? stored?.url ?? DEFAULT_URL;
  const key = env['AUTHWARDEN_API_KEY'] ?? stored?.key;
  if (key !== undefined && key !== '') return { url, key };
  throw new CliError(
    'There is no API key. Run `authwarden login`, or set AUTHWARDEN_API_KEY.',
    EXIT.credential,
  );
}

/** Stores them for this user of the machine alone. @returns the file */
export async function storeCredentials(
  env: NodeJS.ProcessEnv,
  credentials: Credentials,
): Promise<string> {
  const file = fileOf(env);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
  await chmod(fresh, 0o600);
  await rename(fresh, file);
  return file;
}

async function readStored(env: NodeJS.ProcessEnv): Promise<Credentials | undefined> {
  const file = fileOf(env);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = Stored.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new CliError(`${file} is damaged. Run \`authwarden login\` again.`, EXIT.credential);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By the XDG Base Directory Specification, version 0.8. */
function fileOf(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'authwarden', 'login.json');
}
