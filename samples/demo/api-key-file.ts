import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The key that the demo works with. */
export interface DemoKey {
  readonly text: string;
  /** Whether it was made just now. */
  readonly isNew: boolean;
  /** How a shell gets at it; the key itself is never printed. */
  readonly inShell: string;
  /** Keeps it for the next time; to be called once the service has made its data directory. */
  keep(): void;
}

/**
 * The admin key of the environment (BOOTSTRAP_API_KEY), the one that an earlier demo kept in the
 * data directory for its owner alone, or a new one.
 */
export function demoKey(dataDir: string, environment: NodeJS.ProcessEnv): DemoKey {
  const given = environment['BOOTSTRAP_API_KEY']?.trim() ?? '';
  if (given !== '')
    return { text: given, isNew: false, inShell: '$BOOTSTRAP_API_KEY', keep: () => undefined };
  const file = join(dataDir, 'demo-api-key');
  const known = kept(file);
  const text = known ?? newKey();
  return {
    text,
    isNew: known === undefined,
    inShell: `$(cat ${quoted(file)})`,
    keep: () => {
      // With a database of the site's own the service may not need the directory.
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      writeFileSync(file, `${text}\n`, { mode: 0o600 });
    },
  };
}

function kept(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

function newKey(): string {
  return `demo_${randomBytes(32).toString('base64url')}`;
}

/** A path as a word of a shell. */
export function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
