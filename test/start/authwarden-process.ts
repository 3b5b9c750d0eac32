import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/src/main.js');
const Ready = z.object({ msg: z.literal('ready'), url: z.string(), docs: z.string() });

/** How a run of Authwarden ended. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One run of the built Authwarden, in a process of its own. */
export class AuthwardenProcess {
  readonly ended: Promise<Ending>;
  private readonly child: ChildProcess;
  private stdout = '';
  private stderr = '';

  constructor(environment: Record<string, string>) {
    this.child = spawn(process.execPath, [MAIN], {
      cwd: dirname(MAIN),
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk) => (this.stdout += String(chunk)));
    this.child.stderr?.on('data', (chunk) => (this.stderr += String(chunk)));
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => {
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** Waits for the line that says it is ready. */
  async ready(): Promise<z.output<typeof Ready>> {
    return Promise.race([
      this.readyLine(),
      this.ended.then(({ code, stderr }) => {
        throw new Error(`Authwarden ended with ${code}: ${stderr}`);
      }),
    ]);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async stop(name: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    this.signal(name);
    return this.ended;
  }

  private async readyLine(): Promise<z.output<typeof Ready>> {
    for (;;) {
      for (const line of this.stdout.split('\n')) {
        const ready = line.includes('"ready"') ? Ready.safeParse(JSON.parse(line)) : undefined;
        if (ready?.success) return ready.data;
      }
      await new Promise((resolve) => this.child.stdout?.once('data', resolve));
    }
  }
}

/** The number in a cluster's postmaster.pid, when there is one. */
export function postmasterPid(dataDir: string): number | undefined {
  const file = join(dataDir, 'postgres/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}
