import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { UnpackedPackages } from './debian-packages.js';
import { fetchPackages } from './debian-packages.js';
import { freePort } from './free-port.js';
import { startProcess } from './server-process.js';

const READY_TIMEOUT_MS = 30_000;
const DATABASE = 'mail';
const ACCOUNT = 'authwarden';

/** A private MariaDB with one empty database and one account that owns it. */
export interface MariadbServer {
  /** `mysql://account:password@127.0.0.1:port/database` */
  readonly url: string;
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** Fetches Debian's MariaDB server when it isn't there yet. */
export function fetchMariadb(): ReturnType<typeof fetchPackages> {
  return fetchPackages(['mariadb-server-core', 'mariadb-common']);
}

/** Starts a MariaDB on a free port of 127.0.0.1, with its data below the temporary directory. */
export async function startMariadb(): Promise<MariadbServer> {
  const packages = await fetchMariadb();
  const directory = await mkdtemp(join(tmpdir(), 'authwarden-mariadb-'));
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  try {
    await chmod(directory, 0o700);
    await makeDataDirectory(packages, directory);
    const initFile = join(directory, 'init.sql');
    await writeFile(initFile, accountSql(password), { mode: 0o600 });
    const server = await startProcess(
      packages.path('usr/sbin/mariadbd'),
      [
        ...commonFlags(packages, directory),
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--skip-name-resolve',
        `--socket=${join(directory, 'socket')}`,
        `--pid-file=${join(directory, 'pid')}`,
        `--init-file=${initFile}`,
        '--skip-log-bin',
      ],
      /ready for connections/,
      { env: packages.env, timeoutMs: READY_TIMEOUT_MS },
    );
    const remove = () => rm(directory, { recursive: true, force: true });
    return {
      url: `mysql://${ACCOUNT}:${password}@127.0.0.1:${port}/${DATABASE}`,
      stop: () => server.stop('SIGTERM').then(remove),
      kill: () => server.kill().then(remove),
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** What mariadb-install-db does; that script needs packages which the server doesn't. */
async function makeDataDirectory(packages: UnpackedPackages, directory: string): Promise<void> {
  await mkdir(join(directory, 'data'));
  const share = packages.path('usr/share/mysql');
  const scripts = ['mysql_system_tables.sql', 'mysql_system_tables_data.sql'];
  const sql = await Promise.all(scripts.map((script) => readFile(join(share, script), 'utf8')));
  const input = ['CREATE DATABASE mysql;', 'USE mysql;', ...sql, ''].join('\n');

  await new Promise<void>((done, failed) => {
    const child = execFile(
      packages.path('usr/sbin/mariadbd'),
      [...commonFlags(packages, directory), '--bootstrap', '--silent-startup'],
      { env: packages.env, timeout: READY_TIMEOUT_MS },
      (error, _stdout, stderr) => {
        if (error) failed(new Error(`MariaDB's tables could not be made: ${stderr.slice(-2_000)}`));
        else done();
      },
    );
    child.stdin?.end(input);
  });
}

function commonFlags(packages: UnpackedPackages, directory: string): string[] {
  return [
    '--no-defaults',
    // MariaDB refuses root unless it is named; as another account it might not reach its files.
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    `--basedir=${resolve(dirname(packages.path('usr/sbin/mariadbd')), '..')}`,
    `--lc-messages-dir=${packages.path('usr/share/mysql')}`,
    `--character-sets-dir=${packages.path('usr/share/mysql/charsets')}`,
    `--datadir=${join(directory, 'data')}`,
    `--tmpdir=${directory}`,
    '--innodb-log-file-size=4M',
    '--innodb-buffer-pool-size=16M',
    '--innodb-flush-log-at-trx-commit=0',
    '--performance-schema=OFF',
  ];
}

/** Statements of an init file end with their line. */
function accountSql(password: string): string {
  return [
    `CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4;`,
    `CREATE USER '${ACCOUNT}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `GRANT ALL ON ${DATABASE}.* TO '${ACCOUNT}'@'127.0.0.1';`,
    '',
  ].join('\n');
}
