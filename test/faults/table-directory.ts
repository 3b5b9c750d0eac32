import { createHash } from 'node:crypto';
import { connectMailboxes } from '../support/mailboxes.js';
import { openSql } from '../support/sql.js';
import { startCrashSafePostgres } from '../servers/postgres-server.js';
import type { FaultDirectory } from './fault-directory.js';

const DIGEST_BYTES = 64;
const OLD_PASSWORD = '{SSHA512}c29tZXRoaW5nIG9sZA==';

/** A table of mailboxes in a PostgreSQL of its own. */
export async function startTableDirectory(): Promise<FaultDirectory> {
  const server = await startCrashSafePostgres();
  let sql = await openSql(server.url);
  return {
    port: Number(new URL(server.url).port),
    async connect(ask, logins, port) {
      const reachedAs = new URL(server.url);
      reachedAs.port = String(port);
      const mailboxes = await connectMailboxes(ask, logins, {
        database: { url: server.url, drop: () => Promise.resolve() },
        reachedAs: reachedAs.href,
      });
      await mailboxes.sql.close();
    },
    async changesOf(login) {
      const [row] = await sql('SELECT count(*)::int AS n FROM mailbox_change WHERE username = $1', [
        login,
      ]);
      return row.n;
    },
    /** It is kept once the commit is sent. */
    hasSentChange(sent, login) {
      const update = sent.lastIndexOf('UPDATE ');
      const named = update === -1 ? -1 : sent.indexOf(login, update);
      return named !== -1 && /commit/i.test(sent.slice(named));
    },
    async isRight(login, operation, password) {
      const [row] = await sql('SELECT * FROM mailbox WHERE username = $1', [login]);
      const isOld = row.password === OLD_PASSWORD;
      switch (operation) {
        case 'lock':
          return !row.active && isOld && !row.must_change;
        case 'force-reset':
          return row.active && !isOld && row.must_change;
        case 'temporary-password':
          return row.active && row.must_change && opens(row.password, password ?? '');
      }
    },
    async kill() {
      await sql.close();
      await server.kill();
    },
    async restart() {
      await server.restart();
      sql = await openSql(server.url);
    },
    async stop() {
      await sql.close().catch(() => undefined);
      await server.stop();
    },
  };
}

function opens(stored: string, password: string): boolean {
  const bytes = Buffer.from(stored.replace('{SSHA512}', ''), 'base64');
  const digest = createHash('sha512').update(password).update(bytes.subarray(DIGEST_BYTES));
  return digest.digest().equals(bytes.subarray(0, DIGEST_BYTES));
}
