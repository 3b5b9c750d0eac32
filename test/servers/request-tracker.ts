import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchPackages, type UnpackedPackages } from './debian-packages.js';
import { until } from '../until.js';
import { freePort } from './free-port.js';
import { type ServerProcess, startProcess } from './server-process.js';

const run = promisify(execFile);

const SETUP_TIMEOUT_MS = 90_000;
const READY_TIMEOUT_MS = 60_000;
const SHARE = 'usr/share/request-tracker5';

/** A private Request Tracker on SQLite, with one queue and one token. */
export interface RequestTracker {
  readonly url: string;
  /** Of the administrator. */
  readonly token: string;
  stop(): Promise<void>;
  /** Starts it again where it was, with its tickets. */
  start(): Promise<void>;
  /**
   * Adds a scrip on changes of status, for all queues, and restarts it.
   *
   * @param config further lines of RT_SiteConfig.pm
   * @param code Perl that the scrip runs
   */
  addScrip(config: string, code: string): Promise<void>;
  /** Stops it for good and removes its files. */
  remove(): Promise<void>;
}

/** Fetches Debian's Request Tracker when it isn't there yet. */
export function fetchRequestTracker(): ReturnType<typeof fetchPackages> {
  return fetchPackages(['request-tracker5', 'rt5-standalone', 'rt5-db-sqlite']);
}

/**
 * Starts a Request Tracker on a free port of 127.0.0.1. RT has the places of its files compiled in
 * (`RT::Generated`), so a copy with other places goes first in Perl's search path.
 */
export async function startRequestTracker(): Promise<RequestTracker> {
  const packages = await fetchRequestTracker();
  const directory = await mkdtemp(join(tmpdir(), 'authwarden-rt-'));
  try {
    const port = await freePort();
    const env = await layOut(packages, directory, port);
    await perl(env, [join(directory, 'rt-setup-database'), ...SETUP_FLAGS]);
    const token = /^1-[0-9]+-[0-9a-f]+/m.exec(await perl(env, [join(directory, 'token.pl')]))?.[0];
    if (token === undefined) throw new Error('Request Tracker gave no token');
    return await served(env, directory, port, token);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

const SETUP_FLAGS = ['--action', 'init', '--skip-create', '--dba', '', '--dba-password', ''];

async function served(
  env: NodeJS.ProcessEnv,
  directory: string,
  port: number,
  token: string,
): Promise<RequestTracker> {
  const url = `http://127.0.0.1:${port}`;
  const serve = async () => {
    const server = await startProcess(
      'perl',
      // The server says nothing when it's ready, so it is asked.
      ['-e', '$| = 1; print "starting"; exec $^X, @ARGV', join(directory, 'rt-server')].concat([
        '--server',
        'Standalone',
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
      ]),
      /starting/,
      { env, timeoutMs: READY_TIMEOUT_MS },
    );
    const answers = () =>
      fetch(`${url}/REST/2.0/rt`).then(
        () => true,
        () => false,
      );
    await until(answers, { timeoutMs: READY_TIMEOUT_MS, what: 'Request Tracker' });
    return server;
  };
  let server: ServerProcess | undefined = await serve();
  const stop = async () => {
    await server?.stop('SIGTERM');
    server = undefined;
  };
  return {
    url,
    token,
    stop,
    start: async () => {
      server ??= await serve();
    },
    addScrip: async (config, code) => {
      await stop();
      const file = join(directory, 'etc/RT_SiteConfig.pm');
      await writeFile(file, `${config}\n${await readFile(file, 'utf8')}`);
      await writeFile(join(directory, 'scrip.txt'), code);
      await writeFile(join(directory, 'scrip.pl'), SCRIP_SCRIPT);
      await perl(env, [join(directory, 'scrip.pl'), join(directory, 'scrip.txt')]);
      server = await serve();
    },
    remove: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function layOut(
  packages: UnpackedPackages,
  directory: string,
  port: number,
): Promise<NodeJS.ProcessEnv> {
  for (const folder of ['lib/RT', 'etc', 'var', 'mason_data', 'session_data'])
    await mkdir(join(directory, folder), { recursive: true });
  const generated = await readFile(packages.path(`${SHARE}/lib/RT/Generated.pm`), 'utf8');
  await writeFile(
    join(directory, 'lib/RT/Generated.pm'),
    elsewhere(generated, packages, directory),
  );
  await writeFile(join(directory, 'etc/RT_SiteConfig.pm'), siteConfig(directory, port));
  await writeFile(join(directory, 'token.pl'), TOKEN_SCRIPT);
  for (const [name, file] of [
    ['rt-setup-database', 'usr/sbin/rt-setup-database-5'],
    ['rt-server', `${SHARE}/libexec/rt-server`],
  ] as const)
    await writeFile(
      join(directory, name),
      (await readFile(packages.path(file), 'utf8')).replace(
        /"\/usr\/share\/request-tracker5\/lib", "[^"]+"/,
        // The script puts each before what is there, so the last of them is searched first.
        `"${packages.path(`${SHARE}/lib`)}", "${join(directory, 'lib')}"`,
      ),
    );
  return { ...packages.env, PERL5LIB: await perlPath(packages, directory) };
}

function elsewhere(generated: string, packages: UnpackedPackages, directory: string): string {
  return generated
    .replaceAll(`'/usr/share/request-tracker5`, `'${packages.path(SHARE)}`)
    .replaceAll(`'/usr/local/share/request-tracker5`, `'${join(directory, 'local')}`)
    .replaceAll(`'/etc/request-tracker5'`, `'${join(directory, 'etc')}'`)
    .replaceAll(`'/var/cache/request-tracker5`, `'${directory}`)
    .replaceAll(`'/var/lib/request-tracker5'`, `'${join(directory, 'var')}'`);
}

function siteConfig(directory: string, port: number): string {
  const settings: Readonly<Record<string, string>> = {
    rtname: 'example.test',
    Organization: 'example.test',
    WebPath: '',
    WebDomain: '127.0.0.1',
    WebPort: String(port),
    WebBaseURL: `http://127.0.0.1:${port}`,
    LogToSTDERR: 'error',
    MailCommand: 'testfile',
    DatabaseType: 'SQLite',
    DatabaseName: join(directory, 'var/rtdb'),
    Timezone: 'UTC',
  };
  const lines = Object.entries(settings).map(([name, value]) => `Set($${name}, '${value}');`);
  return [...lines, 'Set($LogToSyslog, undef);', '1;', ''].join('\n');
}

const TOKEN_SCRIPT = `
use RT -init; use RT::AuthToken;
my $user = RT::User->new(RT->SystemUser); $user->Load('root');
my $current = RT::CurrentUser->new; $current->Load('root');
my ($id, $message, $token) =
  RT::AuthToken->new($current)->Create(Owner => $user->Id, Description => 'test');
print "$token\\n";
`;

const SCRIP_SCRIPT = `
use RT -init; use RT::Scrip;
open my $file, '<', $ARGV[0] or die $!;
my $code = do { local $/; <$file> };
my ($id, $message) = RT::Scrip->new(RT->SystemUser)->Create(
  Queue => 0, Description => 'test', Template => 'Blank', ScripCondition => 'On Status Change',
  ScripAction => 'User Defined', CustomPrepareCode => 'return 1;', CustomCommitCode => $code);
die $message unless $id;
`;

async function perlPath(packages: UnpackedPackages, directory: string): Promise<string> {
  const { stdout } = await run('perl', ['-MConfig', '-e', 'print join q(:), @INC']);
  const own = stdout.split(':').filter((path) => path.startsWith('/'));
  return [
    join(directory, 'lib'),
    packages.path(`${SHARE}/lib`),
    ...own.map((path) => join(packages.root, path)),
  ].join(':');
}

async function perl(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> {
  const { stdout } = await run('perl', [...args], { env, timeout: SETUP_TIMEOUT_MS });
  return stdout;
}
