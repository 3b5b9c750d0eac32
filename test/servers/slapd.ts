import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificates } from './certificates.js';
import { fetchPackages } from './debian-packages.js';
import { freePort } from './free-port.js';
import { untilListening } from './listening.js';
import { type ServerProcess, startProcess } from './server-process.js';
import { slapdConfiguration, slapdEntries } from './slapd-site.js';

const run = promisify(execFile);
const READY_TIMEOUT_MS = 20_000;

/** What is special about a test's slapd. */
export interface SlapdOptions {
  /** Attributes of the default policy in the place of the usual ones; null: there is no policy. */
  readonly policy?: Readonly<Record<string, string>> | null;
  /** Further LDIF that is loaded at the start. */
  readonly ldif?: string;
  /** Further lines for the main database. */
  readonly database?: readonly string[];
  /** Access rules that go before the others. */
  readonly access?: readonly string[];
  /** Lines for further overlays, which see a change before the others do. */
  readonly overlays?: readonly string[];
  /** Lines that stand before every database. */
  readonly frontend?: readonly string[];
  /** What the service account may do with passwords and policy marks. */
  readonly serviceRights?: 'write' | 'manage' | 'read';
}

/** A private slapd with StartTLS, LDAPS, ppolicy, memberof and accesslog. */
export interface SlapdServer {
  readonly url: string;
  readonly ldapsUrl: string;
  readonly port: number;
  /** PEM text of the authority behind its certificate. */
  readonly ca: string;
  readonly baseDn: string;
  readonly peopleDn: string;
  readonly policyDn: string;
  /** The service account, with the rights that `serviceRights` says. */
  readonly bindDn: string;
  readonly bindPassword: string;
  /** The database's root account, which nothing is refused to. */
  readonly rootDn: string;
  readonly rootPassword: string;
  stop(): Promise<void>;
  /** Ends it as a crash would; its data stay. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  restart(): Promise<void>;
  /** Loads entries offline, which is fast; open connections are lost. */
  load(ldif: string): Promise<void>;
}

/** Fetches Debian's OpenLDAP when it isn't there yet. */
export function fetchSlapd(): ReturnType<typeof fetchPackages> {
  return fetchPackages(['slapd', 'slapd-contrib', 'ldap-utils']);
}

/** Starts a slapd on free ports of 127.0.0.1, with its data below the temporary directory. */
export async function startSlapd(options: SlapdOptions = {}): Promise<SlapdServer> {
  const packages = await fetchSlapd();
  const directory = await mkdtemp(join(tmpdir(), 'authwarden-slapd-'));
  await chmod(directory, 0o700);
  const [port, tlsPort] = [await freePort(), await freePort()];
  const bindPassword = randomBytes(12).toString('hex');
  const rootPassword = randomBytes(12).toString('hex');
  const certificates = await makeCertificates(directory, '127.0.0.1');
  const environment = { ...packages.env, LC_ALL: 'C' };
  const site = { directory, packages, certificates, rootPassword, bindPassword, options };
  await mkdir(join(directory, 'data'));
  await mkdir(join(directory, 'log'));
  const configuration = join(directory, 'slapd.conf');
  await writeFile(configuration, slapdConfiguration(site), { mode: 0o600 });
  const load = async (ldif: string) => {
    const entries = join(directory, 'entries.ldif');
    await writeFile(entries, ldif, { mode: 0o600 });
    await run(
      packages.path('usr/sbin/slapd'),
      ['-T', 'add', '-q', '-f', configuration, '-b', 'dc=example,dc=test', '-l', entries],
      { env: environment, timeout: 120_000, maxBuffer: 16 * 1024 * 1024 },
    );
    await rm(entries);
  };
  await load(slapdEntries(site));

  const listen = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${tlsPort}`;
  const start = async () => {
    const server = await startProcess(
      packages.path('usr/sbin/slapd'),
      ['-d', 'none', '-d', 'config', '-h', listen, '-f', configuration],
      /slapd starting/,
      { env: environment, timeoutMs: READY_TIMEOUT_MS },
    );
    // It says so before it listens.
    await untilListening('127.0.0.1', port);
    return server;
  };
  let server: ServerProcess = await start();
  return {
    url: `ldap://127.0.0.1:${port}`,
    ldapsUrl: `ldaps://127.0.0.1:${tlsPort}`,
    port,
    ca: certificates.ca,
    baseDn: 'dc=example,dc=test',
    peopleDn: 'ou=people,dc=example,dc=test',
    policyDn: 'cn=default,ou=policies,dc=example,dc=test',
    bindDn: 'cn=authwarden,dc=example,dc=test',
    bindPassword,
    rootDn: 'cn=root,dc=example,dc=test',
    rootPassword,
    stop: async () => {
      await server.stop('SIGTERM');
      await rm(directory, { recursive: true, force: true });
    },
    kill: () => server.kill(),
    restart: async () => {
      server = await start();
    },
    load: async (ldif) => {
      await server.stop('SIGTERM');
      await load(ldif);
      server = await start();
    },
  };
}
