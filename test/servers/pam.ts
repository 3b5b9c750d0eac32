import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchPackages, type UnpackedPackages } from './debian-packages.js';

const run = promisify(execFile);

/** What PAM made of a password. */
export interface PamAnswer {
  readonly code: number | null;
  /** Everything that PAM said. */
  readonly said: string;
}

/** Fetches what runs a PAM stack without root, when it isn't there yet; needs the machine's own PAM and Python. */
export async function fetchPam(): Promise<UnpackedPackages> {
  const packages = await fetchPackages(['pamtester', 'libpam-wrapper']);
  await run('/usr/bin/python3', ['--version']);
  await moduleDirectory();
  return packages;
}

/**
 * Hands a password to a PAM stack.
 *
 * @param stack lines of the service's file; `MODULES` stands for the directory of PAM's modules
 * @param operation `authenticate`, or `chauthtok` as `passwd` does
 */
export async function askPam(
  stack: readonly string[],
  operation: 'authenticate' | 'chauthtok',
  account: string,
  password: string,
): Promise<PamAnswer> {
  const packages = await fetchPam();
  const services = await mkdtemp(join(tmpdir(), 'authwarden-pam-'));
  try {
    const modules = await moduleDirectory();
    const text = stack.map((line) => `${line.replaceAll('MODULES', modules)}\n`).join('');
    await writeFile(join(services, 'gate'), text);
    const child = spawn(packages.path('usr/bin/pamtester'), ['gate', account, operation], {
      env: {
        ...packages.env,
        LD_PRELOAD: await libraryNamed(packages, 'libpam_wrapper.so'),
        PAM_WRAPPER: '1',
        PAM_WRAPPER_SERVICE_DIR: services,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += String(chunk)));
    child.stdin.end(`${password}\n`);
    const [code]: (number | null)[] = await once(child, 'close');
    return { code: code ?? null, said };
  } finally {
    await rm(services, { recursive: true, force: true });
  }
}

/** Where the machine keeps PAM's modules. */
async function moduleDirectory(): Promise<string> {
  const [triplet] = (await readdir('/usr/lib')).filter((name) => name.endsWith('-linux-gnu'));
  const directory = join('/usr/lib', triplet ?? '', 'security');
  if (!(await readdir(directory)).includes('pam_exec.so'))
    throw new Error('this machine has no pam_exec');
  return directory;
}

async function libraryNamed(packages: UnpackedPackages, name: string): Promise<string> {
  const [triplet = ''] = (await readdir('/usr/lib')).filter((one) => one.endsWith('-linux-gnu'));
  return packages.path(join('usr/lib', triplet, name));
}
