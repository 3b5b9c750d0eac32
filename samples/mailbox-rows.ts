import { createHash } from 'node:crypto';
import { CASE_PASSWORDS } from './case-passwords.js';
import { SAMPLE_DOMAIN, sampleCompany } from './company.js';
import type { Random } from './random.js';
import { seededRandom } from './random.js';

const SALT_BYTES = 16;
const CHARACTERS = [...'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-+='];
const PASSWORD_LENGTH = 20;

/** A row of a PostfixAdmin-style `mailbox` table. */
export interface MailboxRow {
  /** Login and address. */
  readonly username: string;
  /** `{SSHA512}` and base64 of SHA-512 over password and salt, then the salt. */
  readonly password: string;
  readonly name: string;
  readonly local_part: string;
  readonly domain: string;
  readonly active: boolean;
}

/** A row of a PostfixAdmin-style `alias` table. */
export interface AliasRow {
  readonly address: string;
  /** Logins that it leads to, parted by commas. */
  readonly goto: string;
  readonly domain: string;
  readonly active: boolean;
}

/** The 250 accounts. The case's four have its passwords, all others one of 20 random characters. */
export function mailboxRows(seed: number): readonly MailboxRow[] {
  const random = seededRandom(seed, 'mailbox');
  return sampleCompany(seed).map(({ login, displayName }) => {
    const [localPart = ''] = login.split('@', 1);
    return {
      username: login,
      password: ssha512(CASE_PASSWORDS[localPart] ?? strongPassword(random), random),
      name: displayName,
      local_part: localPart,
      domain: SAMPLE_DOMAIN,
      active: true,
    };
  });
}

/** Aliases under which accounts send: sales, support and so on. */
export function aliasRows(seed: number): readonly AliasRow[] {
  return sampleCompany(seed).flatMap(({ login, aliases }) =>
    aliases.map((address) => ({ address, goto: login, domain: SAMPLE_DOMAIN, active: true })),
  );
}

function ssha512(password: string, random: Random): string {
  const salt = Buffer.from(Array.from({ length: SALT_BYTES }, () => random.whole(0, 255)));
  const digest = createHash('sha512').update(password).update(salt).digest();
  return `{SSHA512}${Buffer.concat([digest, salt]).toString('base64')}`;
}

function strongPassword(random: Random): string {
  return Array.from(
    { length: PASSWORD_LENGTH },
    () => CHARACTERS[random.whole(0, CHARACTERS.length - 1)] ?? '',
  ).join('');
}
