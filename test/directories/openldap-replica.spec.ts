import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DirectoryOperation } from '../../src/directories/domain/connector.js';
import { newId } from '../../src/kernel/ids.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchSlapd, type SlapdServer, startSlapd } from '../servers/slapd.js';
import { until } from '../until.js';
import { type SlapdDirectory, slapdDirectory } from './slapd-directory.js';

/** A replica that has what its provider had at the start, and then asks for changes every `interval`. */
function replicaOf(
  { url, rootDn, rootPassword }: SlapdServer,
  { frontend, interval }: { readonly frontend: readonly string[]; readonly interval: string },
) {
  return startSlapd({
    frontend,
    database: [
      `syncrepl rid=001 provider=${url} type=refreshOnly interval=${interval} retry="1 +" searchbase=dc=example,dc=test bindmethod=simple binddn=${rootDn} credentials=${rootPassword}`,
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

  const chain = ({ url, bindDn, bindPassword }: SlapdServer) => [
    'moduleload back_ldap',
    'overlay chain',
    `chain-uri ${url}`,
    `chain-idassert-bind bindmethod=simple binddn=${bindDn} credentials=${bindPassword} mode=none flags=override`,
    'chain-return-error TRUE',
  ];

  async function onReplica(
    options: Parameters<typeof replicaOf>[1],
    work: (replica: SlapdDirectory, ref: string, login: string) => Promise<void>,
  ): Promise<void> {
    const login = `${newId()}@example.com`;
    await directory.add([{ login }]);
    const replica = await slapdDirectory(await replicaOf(provider, options));
    try {
      const account = await until(() => replica.connector.lookup(login).catch(() => undefined), {
        timeoutMs: 20_000,
        what: 'the replica',
      });
      await work(replica, account.ref, login);
    } finally {
      await replica.close();
    }
  }

  const perform = ({ connector }: SlapdDirectory, operation: DirectoryOperation, ref: string) =>
    connector.perform({ do: operation, ref, actionId: newId() }, new AbortController().signal);

  it('waits until what its provider has taken on shows', async () => {
    const options = { frontend: chain(provider), interval: '00:00:00:01' };
    await onReplica(options, async (replica, ref) => {
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

  it('may be asked again and again while the replica stays behind, and does it once', async () => {
    const options = { frontend: chain(provider), interval: '00:01:00:00' };
    await onReplica(options, async ({ connector }, ref, login) => {
      const before = await directory.storedPassword(login);
      const command = { do: 'force-reset', ref, actionId: newId() } as const;

      const first = await connector.perform(command, new AbortController().signal);
      const after = await directory.storedPassword(login);
      const second = await connector.perform(command, new AbortController().signal);

      expect([first.kind, second.kind]).toEqual(['unavailable', 'unavailable']);
      expect(after).not.toBe(before);
      expect(await directory.storedPassword(login)).toBe(after);
      expect((await directory.entry(login))['pwdReset']).toBe('TRUE');
    });
  });

  it('says where changes are taken, when the replica takes none', async () => {
    await onReplica({ frontend: [], interval: '00:00:00:01' }, async (replica, ref) => {
      expect(await perform(replica, 'lock', ref)).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('connect to the one it refers to'),
      });
    });
  });
});
