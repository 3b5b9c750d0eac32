import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CASE_PASSWORDS } from './case-passwords.js';
import { aliasRows, mailboxRows } from './mailbox-rows.js';

const SEED = 2010;
const DIGEST_BYTES = 64;

function isPasswordOf(password: string, stored: string): boolean {
  const bytes = Buffer.from(stored.replace('{SSHA512}', ''), 'base64');
  const digest = createHash('sha512')
    .update(password)
    .update(bytes.subarray(DIGEST_BYTES))
    .digest();
  return digest.equals(bytes.subarray(0, DIGEST_BYTES));
}

describe('the sample mailbox table', () => {
  it('has 250 accounts with different logins and salted hashes, the same for the same seed', () => {
    const rows = mailboxRows(SEED);

    expect(new Set(rows.map(({ username }) => username)).size).toBe(250);
    expect(new Set(rows.map(({ password }) => password)).size).toBe(250);
    expect(mailboxRows(SEED)).toEqual(rows);
  });

  it("stores the case's four passwords as hashes", () => {
    const rows = mailboxRows(SEED);

    for (const [name, password] of Object.entries(CASE_PASSWORDS)) {
      const stored = rows.find(({ local_part }) => local_part === name)?.password ?? '';
      expect(isPasswordOf(password, stored)).toBe(true);
    }
  });

  it('has aliases that lead to its accounts', () => {
    const logins = new Set(mailboxRows(SEED).map(({ username }) => username));

    const aliases = aliasRows(SEED);

    expect(aliases).toHaveLength(12);
    expect(aliases.filter(({ goto }) => !logins.has(goto))).toEqual([]);
  });
});
