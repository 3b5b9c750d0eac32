import { createHmac, hkdfSync } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { DomainError } from '../kernel/errors.js';

/** Argon2id as OWASP's Password Storage Cheat Sheet has it at the least: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
/** The threads that compute them are those that read files, too. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 100;

/**
 * Slow digests with a key that isn't in the database: whoever has the database alone can't try
 * passwords against them. The same password has the same digest within one scope (an account, or
 * all of them), so that it can be found, and none that could be compared with another scope's.
 */
export class PasswordDigests {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** @param key of the site's secrets; asked for when it is first needed */
  constructor(private readonly key: () => Buffer) {}

  /**
   * @param scope an account's id, or a word for all of them
   * @throws DomainError `secrets-key-missing`; `strength-pool-saturated` when too many wait
   */
  async of(password: string, scope: string): Promise<Buffer> {
    const secret = Buffer.from(
      hkdfSync('sha256', this.key(), '', 'authwarden password history 1', 32),
    );
    const salt = createHmac('sha256', secret).update(scope).digest().subarray(0, 16);
    await this.turn();
    try {
      return await hashRaw(password, { ...COST, secret, salt });
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async turn(): Promise<void> {
    if (this.running >= MOST_AT_ONCE) {
      if (this.waiting.length >= MOST_WAITING) throw tooMany();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running += 1;
  }
}

function tooMany(): DomainError {
  return new DomainError(
    'unavailable',
    'strength-pool-saturated',
    'Too many passwords are being checked just now; try again shortly.',
    { retryAfter: 1 },
  );
}
