import { hashSync } from '@node-rs/bcrypt';
import zxcvbnLists from 'zxcvbn/lib/frequency_lists.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ownCandidates,
  sharedCandidates,
} from '../../src/passwords/domain/candidates/candidate-list.js';
import { ntHash } from '../../src/passwords/hashes/schemes/ntlm.js';
import { createDatabase, type TestDatabase } from '../servers/postgres.js';
import { type Asking, askingAt } from '../support/asking.js';
import { type ChildService, startChild } from '../support/child-service.js';
import { dumpOf } from '../support/database-dump.js';
import { openSql, type Sql } from '../support/sql.js';
import { sha, ssha512 } from '../support/stored-passwords.js';
import { until } from '../until.js';

const WORDS = ['hyderabad', 'examplecorp'];
const OWNER = { login: 'meera.menon', displayName: 'Meera Menon' };
const YEAR = new Date().getUTCFullYear();
/** Shorter guesses are words that a database has anyway: `admin`, `password`. */
const TELLING = /^(?=.*\p{L})(?=.*[\d@!#$_]).{8,24}$/u;

const GUESSES = new Set(
  [...sharedCandidates(WORDS, zxcvbnLists.passwords, YEAR).list, ...ownCandidates(OWNER, YEAR)]
    .map(({ text }) => text)
    .filter((text) => TELLING.test(text)),
);
/** Passwords of accounts of the run, as people choose them. */
const CHOSEN = ['Password1', 'MM152007', 'pass@321', 'h1y2d3', 'Hyderabad@123', 'Welcome@1'];
const HASHES = CHOSEN.flatMap((password) => [ntHash(password), sha(password).slice(5)]);

describe('promise 3, audits: no password, no guess and no hash is left anywhere', () => {
  let database: TestDatabase;
  let sql: Sql;
  let child: ChildService;
  let ask: Asking;
  const answers: string[] = [];
  const seen: string[] = [];

  beforeAll(async () => {
    database = await createDatabase();
    sql = await openSql(database.url);
    child = await startChild(database.url, { LOG_LEVEL: 'trace' });
    ask = askingAt(child.url, answers);
  });
  afterAll(async () => {
    await child.kill();
    await sql.close();
    await database.drop();
  });

  async function look(): Promise<void> {
    seen.push(...(await dumpOf(sql)).values(), child.output());
  }
  async function audit(raw: string, checks: object): Promise<string> {
    const file = await ask('/v1/password-audits/uploads?name=promise', {
      method: 'POST',
      raw,
      headers: { 'content-type': 'text/plain' },
    });
    const json = { upload: file.body.id, checks: { words: WORDS, ...checks } };
    const { body } = await ask('/v1/password-audits', { method: 'POST', json });
    return body.id;
  }
  const statusOf = async (id: string) => (await ask(`/v1/password-audits/${id}`)).body.status;

  it('while it runs, afterwards, and in its reports', { timeout: 120_000 }, async () => {
    const slow = hashSync('Hyderabad@123', { cost: 4 });
    const people = CHOSEN.flatMap((password, n) => [
      `${n === 0 ? 'meera.menon' : `salted${n}`}:${ssha512(password)}:::Meera Menon`,
      `bare${n}:${sha(password)}`,
      `clear${n}:{PLAIN}${password}`,
    ]);
    const others = Array.from({ length: 1_200 }, (_, n) => `slow${n}:{BLF-CRYPT}${slow}`);
    const id = await audit([...people, ...others].join('\n'), { millisecondsPerAccount: 12 });
    await until(
      async () => (await sql(`SELECT 1 FROM password_audit_account LIMIT 1`)).length > 0,
      {
        timeoutMs: 60_000,
      },
    );
    await look();

    await until(async () => (await statusOf(id)) === 'done', { timeoutMs: 60_000 });

    for (const format of ['html', 'csv', 'json'])
      for (const anonymous of ['true', 'false'])
        await ask(`/v1/password-audits/${id}/report?format=${format}&anonymous=${anonymous}`);
    await ask(`/v1/password-audits/${id}/findings?limit=200`);
    await ask('/v1/audit-log?limit=200');
    await look();
    const { body } = await ask(`/v1/password-audits/${id}`);
    expect(body.progress).toEqual({ done: 1_218, total: 1_218 });
    expect(body.summary.guessed).toBeGreaterThanOrEqual(16);
    expect(body.summary.sharedGroups[0]).toBeGreaterThanOrEqual(1_200);

    const everything = [...seen, ...answers].join('\n');
    expect(GUESSES.size).toBeGreaterThan(5_000);
    expect(found(everything, GUESSES)).toEqual([]);
    for (const hash of [...HASHES, slow]) expect(everything.includes(hash)).toBe(false);
  });
});

/** Which of the guesses stand anywhere in the text. */
function found(text: string, guesses: ReadonlySet<string>): readonly string[] {
  const lengths = [...new Set([...guesses].map((guess) => guess.length))];
  const hits = new Set<string>();
  for (let at = 0; at < text.length; at++)
    for (const length of lengths) {
      const part = text.slice(at, at + length);
      if (guesses.has(part)) hits.add(part);
    }
  return [...hits];
}
