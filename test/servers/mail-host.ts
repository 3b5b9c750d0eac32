import { execFile } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchPackages, type UnpackedPackages } from './debian-packages.js';
import { freePort } from './free-port.js';
import { untilListening } from './listening.js';
import {
  dovecotConfiguration,
  dovecotLdap,
  postfixMain,
  postfixMaster,
} from './mail-host-files.js';
import { overlaid, refuseWithoutRoot } from './overlaid.js';
import { startProcess } from './server-process.js';

const run = promisify(execFile);
const READY_TIMEOUT_MS = 30_000;
/** Unprivileged ids of the programs; not those of anybody on the machine. */
const USERS = { dovecot: 61_101, dovenull: 61_102, postfix: 61_103, postdrop: 61_104 };

/** The LDAP server that the mail server asks. */
export interface MailHostLdap {
  readonly url: string;
  /** DN of an account, `%u` for its name; the password is tried by a bind. */
  readonly userDn: string;
  readonly baseDn: string;
}

/** Dovecot for IMAP, and Postfix for submission, which asks Dovecot. */
export interface MailHost {
  readonly imapPort: number;
  readonly smtpPort: number;
  /** Where its files are, and Dovecot's configuration. */
  readonly directory: string;
  readonly dovecotConfiguration: string;
  stop(): Promise<void>;
}

/** Fetches Debian's Dovecot and Postfix when they aren't there yet. @throws Error where they can't run */
export async function fetchMailHost(): Promise<UnpackedPackages> {
  refuseWithoutRoot('Dovecot and Postfix run as several users');
  return fetchPackages([
    'dovecot-imapd',
    'dovecot-ldap',
    'dovecot-core',
    'postfix',
    'postfix-ldap',
  ]);
}

/** Starts both on free ports of 127.0.0.1. */
export async function startMailHost(ldap: MailHostLdap): Promise<MailHost> {
  const packages = await fetchMailHost();
  const directory = await mkdtemp(join(tmpdir(), 'authwarden-mail-'));
  const ports = { imap: await freePort(), smtp: await freePort(), auth: await freePort() };
  await prepare(packages, directory);
  const path = (name: string) => join(directory, name);
  await writeFile(path('dovecot.conf'), dovecotConfiguration(directory, ports));
  await writeFile(path('ldap.conf'), dovecotLdap(ldap));
  await writeFile(path('postfix/main.cf'), postfixMain(directory, ports));
  await writeFile(path('postfix/master.cf'), postfixMaster(ports));

  const start = (program: string, args: readonly string[], ready: RegExp) =>
    startProcess(...overlaid(packages, [program, args], directory), ready, {
      env: { ...process.env, PATH: `/usr/sbin:/usr/bin:/sbin:/bin` },
      timeoutMs: READY_TIMEOUT_MS,
    });
  const dovecot = await start('dovecot', ['-F', '-c', path('dovecot.conf')], /starting up/);
  await untilListening('127.0.0.1', ports.imap);
  const postfix = await start('postfix', ['-c', path('postfix'), 'start-fg'], /running postfix/);
  await untilListening('127.0.0.1', ports.smtp);
  return {
    imapPort: ports.imap,
    smtpPort: ports.smtp,
    directory,
    dovecotConfiguration: path('dovecot.conf'),
    stop: async () => {
      // Its script doesn't hand signals on to the master.
      await run(...overlaid(packages, ['postfix', ['-c', path('postfix'), 'stop']], directory));
      await postfix.stop('SIGTERM');
      await dovecot.stop('SIGTERM');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function prepare(packages: UnpackedPackages, directory: string): Promise<void> {
  const path = (name: string) => join(directory, name);
  await chmod(directory, 0o755);
  for (const name of ['etc', 'run', 'mail', 'postfix', 'queue', 'data']) await mkdir(path(name));
  await chown(path('data'), USERS.postfix, USERS.postfix);
  await chown(path('mail'), USERS.dovenull, USERS.dovenull);
  const entries = Object.entries(USERS);
  const users = entries.map(([name, id]) => `${name}:x:${id}:${id}::/nonexistent:/bin/false\n`);
  const groups = entries.map(([name, id]) => `${name}:x:${id}:\n`);
  await writeFile(path('etc/passwd'), (await readFile('/etc/passwd', 'utf8')) + users.join(''));
  await writeFile(path('etc/group'), (await readFile('/etc/group', 'utf8')) + groups.join(''));
  for (const name of ['postfix-files', 'dynamicmaps.cf'])
    await copyFile(packages.path(`etc/postfix/${name}`), path(`postfix/${name}`)).catch(
      () => undefined,
    );
}
