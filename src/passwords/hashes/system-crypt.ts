import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { timingSafeEqual } from 'node:crypto';

/**
 * Reads lines of two hexadecimal texts, a password and a stored hash, and answers each with what
 * crypt(3) makes of them, in hexadecimal.
 */
const PROGRAM = `$| = 1; while (<STDIN>) { chomp; my ($p, $h) = map { pack 'H*', $_ } split / /;
  my $c = crypt($p, $h); print unpack('H*', defined $c ? $c : ''), "\\n"; }`;
const PATIENCE_MS = 15_000;

interface Question {
  readonly line: string;
  readonly answer: (crypted: Buffer) => void;
  readonly fail: (error: Error) => void;
}

/**
 * crypt(3) of the system, in a Perl of its own. Passwords go to it through its standard input:
 * arguments and environment could be read by others on the machine. It ends with this process.
 */
export class SystemCrypt {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: Question[] = [];
  private isGone = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(command = 'perl') {
    this.child = spawn(command, ['-e', PROGRAM], { env: {}, stdio: 'pipe' });
    this.child.on('error', () => this.end());
    this.child.on('exit', () => this.end());
    this.child.stdin.on('error', () => this.end());
    // What Perl says may quote its input, so nobody reads it.
    this.child.stderr.resume();
    createInterface({ input: this.child.stdout }).on('line', (line) => this.answered(line));
  }

  /** Whether the password is the one. @throws Error when there is no such crypt(3), or it takes too long */
  async verify(password: string, stored: string): Promise<boolean> {
    const crypted = await this.crypt(password, stored);
    const expected = Buffer.from(stored);
    return crypted.length === expected.length && timingSafeEqual(crypted, expected);
  }

  /** Whether crypt(3) knows the scheme of this hash. */
  async knows(stored: string): Promise<boolean> {
    try {
      const crypted = await this.crypt('', stored);
      return crypted.length > 3;
    } catch {
      return false;
    }
  }

  /** Ends it; whatever is asked fails. */
  close(): void {
    this.child.kill('SIGKILL');
  }

  private crypt(password: string, stored: string): Promise<Buffer> {
    if (this.isGone) return Promise.reject(gone());
    const line = `${Buffer.from(password).toString('hex')} ${Buffer.from(stored).toString('hex')}\n`;
    return new Promise((answer, fail) => {
      this.waiting.push({ line, answer, fail });
      if (this.waiting.length === 1) this.ask();
    });
  }

  private ask(): void {
    const [question] = this.waiting;
    if (!question) return this.rest();
    this.timer = setTimeout(() => this.close(), PATIENCE_MS);
    this.child.ref();
    this.child.stdin.write(question.line);
  }

  private answered(line: string): void {
    clearTimeout(this.timer);
    this.waiting.shift()?.answer(Buffer.from(line, 'hex'));
    this.ask();
  }

  /** An idle child keeps nobody from ending. */
  private rest(): void {
    this.child.unref();
  }

  private end(): void {
    this.isGone = true;
    clearTimeout(this.timer);
    for (const { fail } of this.waiting.splice(0)) fail(gone());
  }
}

let shared: SystemCrypt | undefined;

/** The one of this thread, started when it is first needed. */
export function systemCrypt(): SystemCrypt {
  shared ??= new SystemCrypt();
  return shared;
}

function gone(): Error {
  return new Error('crypt(3) of the system can’t be asked');
}
