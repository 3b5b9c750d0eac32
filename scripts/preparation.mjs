import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { underLock } from './directory-lock.mjs';
import { requireNode } from './node-version.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, '.cache');
const STAMP = join(ROOT, 'dist', '.sources');
const SOURCES = ['src', 'migrations', 'samples', 'bench'];
const BUILD_FILES = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];

/**
 * Brings `node_modules/` and `dist/` up to date with the checkout; does nothing, and quickly, when
 * they are. Says what it does on standard error.
 *
 * @param {{ tools?: boolean }} needs `tools`: the development dependencies, even with nothing to build
 */
async function prepare({ tools = false } = {}) {
  requireNode();
  if (isReady(tools)) return;
  await underLock(
    join(CACHE, 'prepare.lock'),
    async () => {
      if (!isInstalled(tools || !isBuilt())) await install();
      if (!isBuilt()) await build();
    },
    (pid) => say(`waiting for process ${pid}, which is installing or building`),
  );
}

function isReady(tools) {
  return isBuilt() && isInstalled(tools);
}

/** Whether what npm says it installed is what package-lock.json asks for. */
function isInstalled(tools) {
  const wanted = readJson(join(ROOT, 'package-lock.json'))?.packages ?? {};
  const present = readJson(join(ROOT, 'node_modules', '.package-lock.json'))?.packages ?? {};
  return Object.entries(wanted).every(
    ([path, { version, dev, optional, devOptional, peer }]) =>
      path === '' ||
      optional ||
      devOptional ||
      peer ||
      (dev && !tools) ||
      present[path]?.version === version,
  );
}

/** Whether `dist/` was built from these sources, or there are none to build from. */
function isBuilt() {
  if (!existsSync(join(ROOT, 'src'))) return existsSync(join(ROOT, 'dist'));
  try {
    return readFileSync(STAMP, 'utf8') === sourcesHash();
  } catch {
    return false;
  }
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const name of BUILD_FILES) addFile(hash, name);
  for (const directory of SOURCES.filter((name) => existsSync(join(ROOT, name))))
    for (const entry of readdirSync(join(ROOT, directory), {
      recursive: true,
      encoding: 'utf8',
    }).toSorted())
      if (/\.(ts|mjs|json|sql|txt)$/.test(entry) && !entry.endsWith('.spec.ts'))
        addFile(hash, join(directory, entry));
  return hash.digest('hex');
}

function addFile(hash, name) {
  hash.update(`${name}\0`);
  hash.update(readFileSync(join(ROOT, name)));
}

async function install() {
  say('installing dependencies (npm); this takes a minute or two');
  const begun = performance.now();
  let { code, output } = await npm('ci');
  // A registry without the packages of some other platform: npm then calls the lock file incomplete.
  if (code !== 0 && output.includes('EUSAGE'))
    ({ code, output } = await npm('install', '--no-save'));
  if (code === 0) return say(`installed in ${seconds(begun)}`);
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(output))
    throw new Error(
      'npm can\'t reach its registry: connect this machine, or set another one with "npm config set registry <URL>".',
    );
  process.stderr.write(output);
  throw new Error("the dependencies can't be installed; npm says why above.");
}

function npm(...command) {
  const path = process.env.npm_execpath ?? '';
  const [program, first] = path.endsWith('npm-cli.js') ? [process.execPath, [path]] : ['npm', []];
  return run(
    program,
    // A production environment would leave out what the build needs.
    [
      ...first,
      ...command,
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    homeIsWritable() ? {} : { npm_config_cache: join(CACHE, 'npm') },
  );
}

async function build() {
  say('building (nest build)');
  const begun = performance.now();
  // Taken first: what changes during the build isn't in it.
  const hash = sourcesHash();
  const nest = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const { code, output } = await run(process.execPath, [nest, 'build'], {});
  if (code !== 0) {
    process.stderr.write(output);
    throw new Error('the build failed; the compiler says why above.');
  }
  writeFileSync(STAMP, hash);
  say(`built in ${seconds(begun)}`);
}

function run(program, args, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

function homeIsWritable() {
  try {
    accessSync(homedir(), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function seconds(begun) {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}

function say(line) {
  process.stderr.write(`authwarden: ${line}\n`);
}

/**
 * Prepares, then goes on in this very process with a module of `dist/`, so that signals and the
 * exit code need no forwarding.
 *
 * @param {string} path of the module, from the checkout's root
 */
export async function prepareAndRun(path) {
  await prepareOrExit();
  await import(pathToFileURL(join(ROOT, path)).href);
}

/** `prepare`, ending the process with one message when it fails. */
export async function prepareOrExit(needs) {
  try {
    await prepare(needs);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
