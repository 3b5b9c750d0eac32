import { z } from 'zod';
import { Directory } from './answers.js';
import type { Api } from './api.js';
import { DemoError } from './demo-error.js';
import type { MailDatabase } from './mail-database.js';

const POLL_MS = 100;
const NAME = { embedded: 'default', site: 'demo' } as const;

/**
 * The directory that reads the company's mailbox table: the one that comes with the embedded
 * database, or one that is connected for the demo in a database of the site's own.
 *
 * @returns its id
 * @throws DemoError when the service has other directories: the demo would act on them
 */
export async function companyDirectory(api: Api, database: MailDatabase): Promise<string> {
  const directories = await api.list('/v1/directories', Directory);
  const name = NAME[database.kind];
  const other = directories.find((directory) => directory.name !== name);
  if (other)
    throw new DemoError(
      `The service already looks after the directory "${other.name}": give the demo data of its own with --data-dir, or another DATABASE_URL.`,
    );
  const [present] = directories;
  if (present) return present.id;
  if (database.kind === 'embedded')
    throw new DemoError("The service has no directory on the embedded database's mailbox table.");
  const made = await api.send('POST', '/v1/directories', siteDirectory(database, name), Directory);
  return made.id;
}

/** Takes the directory's accounts over and waits for it. @returns how many there are */
export async function synchronise(
  api: Api,
  id: string,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  await api.post(`/v1/directories/${id}/sync`, z.unknown());
  for (;;) {
    const { sync, progress } = await api.get(`/v1/directories/${id}`, Directory);
    if (sync?.status === 'failed')
      throw new DemoError(`The directory can't be synchronised: ${sync.problem ?? 'no reason'}`);
    if (sync?.status === 'done') return progress?.done ?? 0;
    if (progress) onProgress(progress.done, progress.total);
    await api.pause(POLL_MS);
  }
}

function siteDirectory({ url, schema }: MailDatabase, name: string): unknown {
  return {
    name,
    kind: 'sql',
    settings: {
      url,
      table: `${schema}.mailbox`,
      columns: { mustChange: 'must_change', changedAt: 'password_changed' },
      aliasTable: { table: `${schema}.alias` },
    },
  };
}
