import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { findMailDatabase } from '../../../samples/demo/mail-database.js';
import type { Person } from '../../simulation/people.js';
import type { ServiceApi } from './service-api.js';

const POLL_MS = 200;
const Directory = z.object({
  id: z.string(),
  sync: z.object({ status: z.string(), problem: z.string().nullish() }).nullish(),
});

/**
 * Fills the mailbox table of the embedded database and has its directory synchronised, as a site's
 * would be: so the service knows the accounts before the log begins, and which senders exist.
 *
 * @param dataDir of the service, whose database is embedded
 * @throws Error when the directory can't be read
 */
export async function connectMailboxes(
  api: ServiceApi,
  dataDir: string,
  people: readonly Person[],
  abort: AbortSignal,
): Promise<void> {
  const { url } = await findMailDatabase(dataDir, {});
  await fillMailboxes(url, people);
  for await (const { id } of api.list('/v1/directories', Directory)) {
    await api.post(`/v1/directories/${id}/sync`, {});
    await synchronised(api, id, abort);
  }
}

async function synchronised(api: ServiceApi, id: string, abort: AbortSignal): Promise<void> {
  for (;;) {
    const { sync } = Directory.parse(await api.get(`/v1/directories/${id}`));
    if (sync?.status === 'done') return;
    if (sync?.status === 'failed') throw new Error(`no mailboxes: ${sync.problem ?? ''}`);
    await delay(POLL_MS, undefined, { signal: abort });
  }
}

async function fillMailboxes(databaseUrl: string, people: readonly Person[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO mailbox (username, password, name)
         SELECT login, $2, '' FROM unnest($1::text[]) AS login`,
      // Nobody's password: nothing signs in here, and nothing is audited.
      [people.map(({ login }) => login), `{SSHA512}${randomBytes(80).toString('base64')}`],
    );
  } finally {
    await client.end();
  }
}
