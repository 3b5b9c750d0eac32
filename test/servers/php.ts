import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchPackages } from './debian-packages.js';

/** Fetches Debian's PHP for the command line when it isn't there yet. */
export function fetchPhp(): ReturnType<typeof fetchPackages> {
  return fetchPackages(['php-cli']);
}

/**
 * Runs PHP code without any configuration of the machine's.
 *
 * @param input what it reads from its standard input
 * @returns what it wrote, complaints included
 */
export async function runPhp(
  code: string,
  environment: Readonly<Record<string, string>>,
  input: string,
): Promise<string> {
  const packages = await fetchPhp();
  const programs = packages.path('usr/bin');
  const php = (await readdir(programs)).find((name) => /^php\d/.test(name));
  if (php === undefined) throw new Error(`there is no PHP in ${programs}`);
  const child = spawn(join(programs, php), ['-n', '-r', code], {
    env: { ...packages.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (written += String(chunk)));
  child.stdin.end(input);
  await once(child, 'close');
  return written;
}
