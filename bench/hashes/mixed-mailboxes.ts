import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { hashSync } from '@node-rs/bcrypt';
import { ntHash } from '../../src/passwords/hashes/schemes/ntlm.js';

/** One mailbox of a made-up site. */
export interface Mailbox {
  readonly username: string;
  readonly password: string;
}

/** What a hundred people in a mixed site have: mostly what is old and fast. */
const SCHEMES = ['SHA', 'SSHA512', 'NT', 'PBKDF2', 'BLF-CRYPT'] as const;
const SHARES = [30, 15, 40, 10, 5];
const WEAK = ['Password1', 'Welcome@1', '123456', 'Hyderabad@123', 'h1y2d3', 'pass@321'];
/** One in so many chose one of the weak ones. */
const WEAK_EVERY = 12;

/** Mailboxes with random passwords, some with weak ones; hashes of slow schemes come from a few. */
export function* mixedMailboxes(count: number): Generator<Mailbox> {
  const slow = new Map<string, string>();
  const wheel = SCHEMES.flatMap((scheme, index) =>
    Array.from({ length: SHARES[index] ?? 0 }, () => scheme),
  );
  for (let n = 0; n < count; n++) {
    const scheme = wheel[(n * 37) % wheel.length] ?? 'SHA';
    const weak = n % WEAK_EVERY === 0 ? WEAK[(n / WEAK_EVERY) % WEAK.length] : undefined;
    const password = weak ?? randomBytes(12).toString('base64');
    yield {
      username: `user${n}@example.com`,
      password: stored(scheme, password, weak ?? String(n % 50), slow),
    };
  }
}

function stored(
  scheme: (typeof SCHEMES)[number],
  password: string,
  slowKey: string,
  slow: Map<string, string>,
): string {
  switch (scheme) {
    case 'SHA':
      return `{SHA}${createHash('sha1').update(password).digest('base64')}`;
    case 'NT':
      return `{NT}${ntHash(password)}`;
    case 'SSHA512': {
      const salt = randomBytes(8);
      const digest = createHash('sha512').update(password).update(salt).digest();
      return `{SSHA512}${Buffer.concat([digest, salt]).toString('base64')}`;
    }
    case 'PBKDF2': {
      const salt = randomBytes(8).toString('hex');
      return `{PBKDF2}$1$${salt}$1000$${pbkdf2Sync(password, salt, 1_000, 20, 'sha1').toString('hex')}`;
    }
    case 'BLF-CRYPT': {
      const known =
        slow.get(slowKey) ?? `{BLF-CRYPT}${hashSync(password, { cost: 10, version: '2y' })}`;
      slow.set(slowKey, known);
      return known;
    }
  }
}
