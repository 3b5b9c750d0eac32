import { until } from '../../test/until.js';
import type { ActionService } from './action-service.js';

/** A directory with so many people, for one bench run. */
export interface DirectorySite {
  /** Connects it and takes its accounts over. */
  connect(service: ActionService): Promise<void>;
  /** People whose password has to be changed at the next sign-in. */
  marked(): Promise<number>;
  stop(): Promise<void>;
}

const PATIENCE = { timeoutMs: 120_000 };
const PAGE_SIZE = 200;

/** Connects a directory, and waits until its accounts are taken over. */
export async function connectAndSync(
  service: ActionService,
  kind: string,
  settings: object,
): Promise<void> {
  const json = { name: kind, kind, settings };
  const { id } = await service.ask('/v1/directories', { method: 'POST', json });
  await service.ask(`/v1/directories/${id}/sync`, { method: 'POST' });
  await until(
    async () => {
      const { items } = await service.ask('/v1/directories');
      const sync = items.find((each: { id: string }) => each.id === id)?.sync;
      if (sync?.status === 'failed') throw new Error(`the sync failed: ${sync.problem}`);
      return sync?.status === 'done';
    },
    { ...PATIENCE, what: 'the sync' },
  );
}

/** Ids of all accounts, in the order of their logins. */
export async function accountsIn(service: ActionService): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await service.ask(`/v1/accounts?sort=login&limit=${PAGE_SIZE}${more}`);
    ids.push(...page.items.map(({ id }: { id: string }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}
