import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Positions = z.record(z.string(), z.int().nonnegative());
/** The newest are kept. */
const MOST_KEPT = 1_000;

/**
 * How far each log was imported, so that an import that was cut short, or a log that has grown,
 * goes on where it was. Losing it costs time only: what is sent again is known to be there.
 */
export class ImportPositions {
  private constructor(
    private readonly file: string,
    private readonly positions: Map<string, number>,
  ) {}

  /** By the XDG Base Directory Specification, version 0.8. */
  static async open(env: NodeJS.ProcessEnv): Promise<ImportPositions> {
    const state = env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
    const file = join(state, 'authwarden', 'imports.json');
    const text = await readFile(file, 'utf8').catch(() => '{}');
    return new ImportPositions(file, new Map(Object.entries(parse(text))));
  }

  /** What a log is known by: the service, the file and its first bytes. */
  static keyOf(url: string, path: string, head: Buffer): string {
    return createHash('sha256').update(`${url}\0${path}\0`).update(head).digest('hex');
  }

  get(key: string): number {
    return this.positions.get(key) ?? 0;
  }

  async set(key: string, position: number): Promise<void> {
    this.positions.delete(key);
    this.positions.set(key, position);
    const kept = [...this.positions].slice(-MOST_KEPT);
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    const fresh = `${this.file}.${process.pid}`;
    await writeFile(fresh, `${JSON.stringify(Object.fromEntries(kept))}\n`, { mode: 0o600 });
    await rename(fresh, this.file);
  }
}

function parse(text: string): z.output<typeof Positions> {
  try {
    return Positions.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
