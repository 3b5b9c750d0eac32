import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificates } from './certificates.js';
import { fetchPackages, type UnpackedPackages } from './debian-packages.js';
import { withDirectoryLock } from './directory-lock.js';
import { untilListening } from './listening.js';
import { overlaid, refuseWithoutRoot } from './overlaid.js';
import { configuration, DELEGATION, PROVISIONING } from './samba-domain.js';
import { type ServerProcess, startProcess } from './server-process.js';

const run = promisify(execFile);
const PROVISION_TIMEOUT_MS = 120_000;
const READY_TIMEOUT_MS = 60_000;

/** A private Samba domain controller, its LDAP ports on a loopback address of its own. */
export interface SambaServer {
  readonly address: string;
  readonly ldapsUrl: string;
  readonly ldapUrl: string;
  /** PEM text of the authority behind its certificate. */
  readonly ca: string;
  readonly domainDn: string;
  /** Where accounts are; the service account has rights there and nowhere else. */
  readonly peopleDn: string;
  readonly bindDn: string;
  readonly bindPassword: string;
  readonly adminDn: string;
  readonly adminPassword: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/**
 * Fetches Debian's Samba when it isn't there yet, and provisions a domain once.
 *
 * @throws Error where it can't run: LDAP has fixed ports below 1024, and Samba's paths are compiled
 * in, so that the unpacked files are laid over /usr in a mount namespace of its own
 */
export async function fetchSamba(): Promise<UnpackedPackages & { readonly domain: string }> {
  refuseWithoutRoot('a domain controller listens below port 1024');
  const packages = await fetchPackages([
    'samba',
    'samba-ad-provision',
    'samba-dsdb-modules',
    'samba-vfs-modules',
    'winbind',
    'ldb-tools',
  ]);
  const domain = `${packages.root}-domain-1`;
  if (!existsSync(domain))
    await withDirectoryLock(`${domain}.lock`, PROVISION_TIMEOUT_MS, async () => {
      if (!existsSync(domain)) await provision(packages, domain);
    });
  return { ...packages, domain };
}

/** Starts a domain controller with a copy of the provisioned domain. */
export async function startSamba(): Promise<SambaServer> {
  const { domain, ...packages } = await fetchSamba();
  const directory = await mkdtemp(join(tmpdir(), 'authwarden-samba-'));
  const address = loopbackAddress();
  const certificates = await makeCertificates(directory, address);
  await chmod(certificates.keyFile, 0o600);
  await cp(domain, join(directory, 'ad'), { recursive: true });
  const file = join(directory, 'smb.conf');
  await writeFile(file, configuration(join(directory, 'ad'), address, certificates));
  const start = async () => {
    const server = await startProcess(
      ...overlaid(packages, ['samba', ['-i', '-M', 'single', '-s', file, '--debug-stdout']]),
      /started\./,
      { env: process.env, timeoutMs: READY_TIMEOUT_MS },
    );
    await untilListening(address, 636);
    return server;
  };
  let server: ServerProcess = await start();
  return {
    address,
    ldapsUrl: `ldaps://${address}`,
    ldapUrl: `ldap://${address}`,
    ca: certificates.ca,
    ...PROVISIONING,
    stop: async () => {
      await server.stop('SIGTERM');
      await rm(directory, { recursive: true, force: true });
    },
    kill: () => server.kill(),
    restart: async () => {
      server = await start();
    },
  };
}

async function provision(packages: UnpackedPackages, domain: string): Promise<void> {
  const work = await mkdtemp(`${domain}.partial-`);
  const tool = async (...args: readonly string[]) => {
    const [command, all] = overlaid(packages, ['samba-tool', args]);
    return run(command, [...all], { timeout: PROVISION_TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 });
  };
  try {
    await tool(...provisioningArguments(join(work, 'ad')));
    const conf = ['-s', join(work, 'ad/etc/smb.conf')];
    await tool('ou', 'create', PROVISIONING.peopleDn, ...conf);
    await tool('user', 'create', 'authwarden', PROVISIONING.bindPassword, ...conf);
    const { stdout } = await tool('user', 'show', 'authwarden', '--attributes=objectSid', ...conf);
    const sid = /objectSid: (S-[\d-]+)/.exec(stdout)?.[1] ?? '';
    await tool('user', 'setexpiry', 'authwarden', '--noexpiry', ...conf);
    await tool(
      'dsacl',
      'set',
      `--objectdn=${PROVISIONING.peopleDn}`,
      `--sddl=${DELEGATION(sid)}`,
      ...conf,
    );
    await mkdir(join(work, 'ad/cache'), { recursive: true });
    await rename(join(work, 'ad'), domain);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function provisioningArguments(directory: string): string[] {
  return [
    'domain',
    'provision',
    `--targetdir=${directory}`,
    '--realm=EXAMPLE.TEST',
    '--domain=EXAMPLE',
    '--server-role=dc',
    '--dns-backend=SAMBA_INTERNAL',
    `--adminpass=${PROVISIONING.adminPassword}`,
    '--host-name=dc1',
    '--host-ip=127.0.0.21',
    '--option=interfaces=127.0.0.21/8',
    '--option=bind interfaces only=yes',
    '--option=server services=ldap',
    '--option=vfs objects=acl_xattr',
  ];
}

/** One of 127.0.0.0/8 that no other test is likely to use. */
function loopbackAddress(): string {
  const part = () => 2 + Math.trunc(Math.random() * 250);
  return `127.${part()}.${part()}.${part()}`;
}
