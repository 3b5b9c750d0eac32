import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DirectoryOperation } from '../../src/directories/domain/connector.js';
import { newId } from '../../src/kernel/ids.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchSlapd, type SlapdServer, startSlapd } from '../servers/slapd.js';
import { until } from '../until.js';
import { type SlapdDirectory, slapdDirectory } from './slapd-directory.js';

/** A replica that asks its provider for changes once a second. */
function replicaOf({ url, rootDn, rootPassword }: SlapdServer, frontend: readonly string[]) {
  return startSlapd({
    frontend,
    database: [
      `syncrepl rid=001 provider=${url} type=refreshOnly interval=00:00:00:01 retry="1 +" searchbase=dc=example,dc=test bindmethod=simple binddn=${rootDn} credentials=${rootPassword}`,
      `updateref ${url}`,
    ],
  });
}

await describeWithServer('the OpenLDAP connector on a replica', fetchSlapd, () => {
  let provider: SlapdServer;
  let directory: SlapdDirectory;

  beforeAll(async () => {
    provider = await startSlapd({ overlays: ['moduleload syncprov', 'overlay syncprov'] });
    directory = await slapdDirectory(provider);
  });
  afterAll(() => directory.close());

  async function onReplica(
    frontend: readonly string[],
    work: (replica: SlapdDirectory, ref: string) => Promise<void>,
  ): Promise<void> {
    const server = await replicaOf(provider, frontend);
    const replica = await slapdDirectory(server);
    const login = `${newId()}@example.com`;
    await directory.add([{ login }]);
    try {
      const account = await until(() => replica.connector.lookup(login).catch(() => undefined), {
        timeoutMs: 20_000,
        what: 'the replica',
      });
      await work(replica, account.ref);
    } finally {
      await replica.close();
    }
  }

  const perform = ({ connector }: SlapdDirectory, operation: DirectoryOperation, ref: string) =>
    connector.perform({ do: operation, ref, actionId: newId() }, new AbortController().signal);

  it('waits until what its provider has taken on shows', async () => {
    const { url, bindDn, bindPassword } = provider;
    const chain = [
      'moduleload back_ldap',
      'overlay chain',
      `chain-uri ${url}`,
      `chain-idassert-bind bindmethod=simple binddn=${bindDn} credentials=${bindPassword} mode=none flags=override`,
      'chain-return-error TRUE',
    ];
    await onReplica(chain, async (replica, ref) => {
      expect(await perform(replica, 'lock', ref)).toMatchObject({
        kind: 'applied',
        before: { active: true },
        after: { active: false },
      });
      expect(await perform(replica, 'unlock', ref)).toMatchObject({
        kind: 'applied',
        before: { active: false },
        after: { active: true },
      });
      expect(await perform(replica, 'force-reset', ref)).toMatchObject({
        kind: 'applied',
        after: { mustChange: true },
      });
    });
  });

  it('says where changes are taken, when the replica takes none', async () => {
    await onReplica([], async (replica, ref) => {
      expect(await perform(replica, 'lock', ref)).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('connect to the one it refers to'),
      });
    });
  });
});
