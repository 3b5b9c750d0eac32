import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../../kernel/errors.js';
import type { Settings } from '../config/settings.js';

const KEY_BYTES = 32;
const FILE = 'secrets.key';

/**
 * Where the key comes from: `SECRETS_KEY`; else, with the embedded database, a file beside it that
 * is made at first need. A site's own database gets no such file: another process, on another
 * machine, couldn't read what this one has sealed.
 *
 * @returns a function that gives the same 32 bytes each time, and throws DomainError
 * `secrets-key-missing` when there are none to be had
 */
export function secretsKey(
  settings: Pick<Settings, 'SECRETS_KEY' | 'DATABASE_URL' | 'DATA_DIR'>,
): () => Buffer {
  let key: Buffer | undefined;
  return () => (key ??= find(settings));
}

function find({
  SECRETS_KEY,
  DATABASE_URL,
  DATA_DIR,
}: Pick<Settings, 'SECRETS_KEY' | 'DATABASE_URL' | 'DATA_DIR'>): Buffer {
  if (SECRETS_KEY !== undefined) return Buffer.from(SECRETS_KEY, 'base64');
  if (DATABASE_URL === undefined) return keyFile(DATA_DIR);
  throw new DomainError(
    'unprocessable',
    'secrets-key-missing',
    'Credentials are stored encrypted, and with a database of your own (DATABASE_URL) the key for that has to be given: set SECRETS_KEY to the output of `openssl rand -base64 32`, the same on every process, and restart.',
  );
}

function keyFile(dataDir: string): Buffer {
  const path = join(dataDir, FILE);
  const present = read(path);
  if (present) return present;
  mkdirSync(dataDir, { recursive: true });
  // Written aside and linked: a process that starts at the same time sees a whole key or none.
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = read(path);
  if (!made) throw new Error(`the key ${path} disappeared while it was made`);
  return made;
}

function read(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES)
    throw new DomainError(
      'unprocessable',
      'secrets-key-wrong',
      `The file ${FILE} in the data directory is no key: it should hold ${KEY_BYTES} bytes in base64. Restore it from a backup.`,
    );
  chmodSync(path, 0o600);
  return key;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
