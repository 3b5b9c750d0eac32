import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretsKey } from './secrets-key.js';

describe('the key for secrets', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'authwarden-key-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is the one that is set', () => {
    const SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');

    const key = secretsKey({ SECRETS_KEY, DATABASE_URL: undefined, DATA_DIR: directory })();

    expect(key).toEqual(Buffer.alloc(32, 7));
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is made once beside the embedded database, for its owner alone', () => {
    const DATA_DIR = join(directory, 'data');
    const settings = { SECRETS_KEY: undefined, DATABASE_URL: undefined, DATA_DIR };

    const first = secretsKey(settings)();
    const second = secretsKey(settings)();

    expect(first).toHaveLength(32);
    expect(second).toEqual(first);
    expect(readdirSync(DATA_DIR)).toEqual(['secrets.key']);
    expect(statSync(join(DATA_DIR, 'secrets.key')).mode & 0o777).toBe(0o600);
  });

  it('must be given with a database of the site’s own', () => {
    const DATABASE_URL = 'postgres://db.example.com/authwarden';
    const key = secretsKey({ SECRETS_KEY: undefined, DATABASE_URL, DATA_DIR: directory });

    expect(key).toThrow(expect.objectContaining({ code: 'secrets-key-missing' }));
    expect(key).toThrow(/openssl rand -base64 32/);
  });

  it('is refused when its file is damaged', () => {
    writeFileSync(join(directory, 'secrets.key'), 'short');
    const settings = { SECRETS_KEY: undefined, DATABASE_URL: undefined, DATA_DIR: directory };

    expect(secretsKey(settings)).toThrow(expect.objectContaining({ code: 'secrets-key-wrong' }));
  });
});
