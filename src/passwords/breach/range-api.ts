import { type Clock, SECOND_MS } from '../../kernel/clock.js';
import { type BreachAlgorithm, DIGEST_DIGITS } from '../domain/breach/algorithm.js';
import { keyOf, RANGE_DIGITS, rangeName } from '../domain/breach/entry.js';
import { LineParser } from '../domain/breach/line-parser.js';

/** An answer has 800 to some thousands of lines; more isn't read. */
const MOST_BYTES = 1 << 20;
/** While an answer was amiss, nobody waits for another one. */
const PAUSE_MS = 10 * SECOND_MS;
const MOST_AT_ONCE = 64;

/** How the API is asked. */
export interface RangeApiSettings {
  /** The URL before the five digits, such as `https://api.pwnedpasswords.com/range`. */
  readonly url: string;
  readonly timeoutMs: number;
}

/**
 * The range API of Have I Been Pwned, or of another server that speaks it: it is asked for all
 * digests that begin with the same five digits, of which there are about a thousand, and gets to
 * know nothing else (k-anonymity). With padding the length of an answer tells nothing either.
 */
export class RangeApi {
  private quietUntil = 0;
  private asking = 0;

  constructor(
    private readonly settings: RangeApiSettings,
    private readonly clock: Clock,
  ) {}

  /** How often the digest was seen; undefined when the API didn't answer as it should. */
  async count(digest: Uint8Array, algorithm: BreachAlgorithm): Promise<number | undefined> {
    if (this.clock.now().getTime() < this.quietUntil || this.asking >= MOST_AT_ONCE)
      return undefined;
    this.asking += 1;
    try {
      return await this.ask(digest, algorithm);
    } catch {
      // Whatever it was, it isn't the password's fault; the caller is told that nobody answered.
      this.quietUntil = this.clock.now().getTime() + PAUSE_MS;
      return undefined;
    } finally {
      this.asking -= 1;
    }
  }

  private async ask(digest: Uint8Array, algorithm: BreachAlgorithm): Promise<number> {
    const { range, high, low } = keyOf(digest);
    const mode = algorithm === 'ntlm' ? '?mode=ntlm' : '';
    const answer = await fetch(`${this.settings.url}/${rangeName(range)}${mode}`, {
      headers: { 'add-padding': 'true', 'user-agent': 'authwarden' },
      redirect: 'error',
      signal: AbortSignal.timeout(this.settings.timeoutMs),
    });
    if (answer.status !== 200 || !answer.body) {
      await answer.body?.cancel();
      throw new Error('the range API refuses');
    }
    let seen = 0;
    const parser = new LineParser(DIGEST_DIGITS[algorithm] - RANGE_DIGITS, 0, (_range, h, l, n) => {
      if (h === high && l === low) seen = Math.max(seen, n);
      return false;
    });
    let bytes = 0;
    for await (const chunk of answer.body) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw new Error('the answer of the range API is too long');
      parser.push(chunk);
    }
    parser.end();
    if (parser.line === 0) throw new Error('the answer of the range API is empty');
    return seen;
  }
}
