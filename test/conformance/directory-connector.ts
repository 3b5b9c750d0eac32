import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  DIRECTORY_OPERATIONS,
  type DirectoryAccount,
  type DirectoryConnector,
  type DirectoryOperation,
  type Outcome,
} from '../../src/directories/domain/connector.js';
import { DomainError } from '../../src/kernel/errors.js';
import { newId } from '../../src/kernel/ids.js';
import { documentedOperations } from './operation-table.js';
import { openWire } from './wire.js';

/** A real directory with a connector to it, and a way around the connector to set the scene. */
export interface ConformingDirectory {
  readonly connector: DirectoryConnector;
  /** Its row in the table of docs/directories.md. */
  readonly documentedAs: string;
  /** Whether a repeated reset finds its own work done; else it sets the same password again. True unless told otherwise. */
  readonly recognisesResets?: boolean;
  /** Passwords that the connector was given; none may ever show. */
  readonly secrets: readonly string[];
  /** Adds active accounts that have a password. */
  add(
    accounts: readonly { readonly login: string; readonly displayName?: string }[],
  ): Promise<void>;
  remove(login: string): Promise<void>;
  /** The stored password, as the directory has it. */
  storedPassword(login: string): Promise<string>;
  /** Adds many active accounts, as fast as the server can. */
  addMany(logins: readonly string[]): Promise<void>;
  /** How many it can be asked to add. */
  readonly many: number;
  /** Where it listens. */
  readonly address: { readonly host: string; readonly port: number };
  /** A connector to the same directory with another password or port. */
  open(change: { readonly password?: string; readonly port?: number }): DirectoryConnector;
  close(): Promise<void>;
}

/** More pieces than any operation has on the wire. */
const MOST_CHUNKS = 60;
/** Nobody should wait longer for a server that doesn't answer. */
const UNREACHABLE_WITHIN_MS = 8_000;

const HOSTILE_LOGINS = [
  "o'brien@example.com",
  "' OR '1'='1",
  "x'; DROP TABLE mailbox; --",
  'back\\slash@example.com',
  "trailing\\'@example.com",
  '100%@example.com',
  '_____@example.com',
  'semi;colon@example.com',
  '"quoted"@example.com',
  '`backtick`@example.com',
  '$1@example.com',
  '?@example.com',
  ':name@example.com',
  '*)(uid=*))(|(uid=*',
  'Jörg.Müller@example.com',
  '名前@example.com',
  '\u202egro.elpmaxe@example.com',
  'line\nfeed@example.com',
];

/** What no directory stores, and what must be answered all the same. */
const IMPOSSIBLE_LOGINS = [
  '',
  '\0',
  'nul\0byte@example.com',
  'a'.repeat(300),
  'a'.repeat(100_000),
  '\ud800',
];

/**
 * What every directory connector promises (see `DirectoryConnector`), tried against a real one.
 *
 * @param open a directory without accounts
 */
export function describeDirectoryConnector(
  name: string,
  open: () => Promise<ConformingDirectory>,
): void {
  describe(name, () => {
    let directory: ConformingDirectory;

    beforeAll(async () => {
      directory = await open();
    });
    afterAll(async () => {
      await directory.close();
    });

    const never = () => new AbortController().signal;
    let accounts = 0;
    const anAccount = async (): Promise<DirectoryAccount> => {
      const login = `account${++accounts}@example.com`;
      await directory.add([{ login, displayName: `Account ${accounts}` }]);
      return present(await directory.connector.lookup(login));
    };
    const perform = (operation: DirectoryOperation, ref: string, actionId = newId()) =>
      directory.connector.perform({ do: operation, ref, actionId }, never());

    it('lists what it can do in the directory’s own words', async () => {
      const capabilities = await directory.connector.capabilities();

      const names = ['lookup', 'list', 'lock', 'unlock', 'force-reset', 'undo'] as const;
      for (const each of names) expect(capabilities.get(each)?.native).toBeTruthy();
      expect(capabilities.get('undo')?.caveats.join()).toMatch(/forced reset/);
    });

    it('can do what docs/directories.md says', async () => {
      const capabilities = await directory.connector.capabilities();
      const can = DIRECTORY_OPERATIONS.map((each) => [each, capabilities.has(each)] as const);

      expect(await documentedOperations(directory.documentedAs)).toEqual(new Map(can));
    });

    it('finds an account by its login', async () => {
      const { login, ref } = await anAccount();

      expect(await directory.connector.lookup(login)).toMatchObject({
        ref,
        login,
        displayName: `Account ${accounts}`,
        addresses: [login],
        state: { active: true },
      });
      expect(await directory.connector.lookup(login.toUpperCase())).toMatchObject({ ref });
      expect(await directory.connector.lookup('nobody@example.com')).toBeUndefined();
    });

    it.each([
      ['lock', 'unlock', false],
      ['disable', 'enable', false],
    ] as const)('carries %s out once and %s takes it back', async (act, undo, active) => {
      const { ref } = await anAccount();
      const actionId = newId();

      const first = await perform(act, ref, actionId);
      const second = await perform(act, ref, actionId);

      expect(first).toMatchObject({ kind: 'applied', before: { active: true }, after: { active } });
      expect(second).toMatchObject({ kind: 'unchanged', after: { active } });
      expect(await directory.connector.read(ref)).toMatchObject({ active });

      expect(await perform(undo, ref)).toMatchObject({ kind: 'applied', after: { active: true } });
      expect(await perform(undo, ref)).toMatchObject({ kind: 'unchanged' });
    });

    it('replaces the password once for one action, and again for another one', async () => {
      const { ref, login } = await anAccount();
      const actionId = newId();
      const stored: string[] = [await directory.storedPassword(login)];

      const first = await perform('force-reset', ref, actionId);
      stored.push(await directory.storedPassword(login));
      const second = await perform('force-reset', ref, actionId);
      stored.push(await directory.storedPassword(login));
      const another = await perform('force-reset', ref);
      stored.push(await directory.storedPassword(login));

      const repeated = directory.recognisesResets === false ? 'applied' : 'unchanged';
      expect([first.kind, second.kind, another.kind]).toEqual(['applied', repeated, 'applied']);
      expect(stored[1]).not.toBe(stored[0]);
      expect(stored[2]).toBe(stored[1]);
      expect(stored[3]).not.toBe(stored[2]);
    });

    it('shows what it would do, and does nothing', async () => {
      const { ref, state, login } = await anAccount();
      const stored = await directory.storedPassword(login);

      const lock = present(await directory.connector.plan({ do: 'lock', ref }));
      const reset = present(await directory.connector.plan({ do: 'force-reset', ref }));
      const unlock = present(await directory.connector.plan({ do: 'unlock', ref }));

      expect(lock).toMatchObject({ before: { active: true }, after: { active: false } });
      expect(lock.entry).toBeTruthy();
      expect(lock.steps.length).toBeGreaterThan(0);
      expect(reset.steps.length).toBeGreaterThan(0);
      expect(unlock).toMatchObject({ before: state, after: state, steps: [] });
      expect(await directory.connector.read(ref)).toEqual(state);
      expect(await directory.storedPassword(login)).toBe(stored);
      expect(await directory.connector.plan({ do: 'lock', ref: 'nobody' })).toBeUndefined();
    });

    it('says what it can’t do, and what comes closest', async () => {
      const { ref, state } = await anAccount();
      const capabilities = await directory.connector.capabilities();

      for (const operation of DIRECTORY_OPERATIONS) {
        if (capabilities.has(operation)) continue;
        const plan = await directory.connector.plan({ do: operation, ref });
        expect(plan?.unsupported?.reason).toBeTruthy();
        expect(await perform(operation, ref)).toMatchObject({
          kind: 'unsupported',
          ...plan?.unsupported,
        });
      }

      expect(await directory.connector.read(ref)).toEqual(state);
    });

    it('sets a temporary password each time that it is asked to', async () => {
      const { ref, login } = await anAccount();
      const stored = [await directory.storedPassword(login)];

      for (const password of ['Correct-Horse-7-Battery', 'Staple-Wagon-9-Orchard']) {
        const outcome = await directory.connector.setTemporaryPassword(
          { ref, actionId: newId(), password },
          never(),
        );
        stored.push(await directory.storedPassword(login));
        expect(outcome).toMatchObject({ kind: 'applied', after: { active: true } });
      }

      expect(new Set(stored).size).toBe(3);
    });

    it.each([true, false])(
      'sets the same temporary password again for one action (active: %s), as after a crash',
      async (active) => {
        const { ref } = await anAccount();
        if (!active) await perform('lock', ref);
        const temporary = { ref, actionId: newId(), password: 'Orchard-Wagon-8-Staple' };

        const first = await directory.connector.setTemporaryPassword(temporary, never());
        const again = await directory.connector.setTemporaryPassword(temporary, never());

        expect([first, again]).toMatchObject([
          { kind: 'applied', after: { active } },
          { kind: 'applied', after: { active } },
        ]);
      },
    );

    it('exports stored passwords where it says that it can', async () => {
      const { ref, login } = await anAccount();
      const { connector } = directory;
      const has = (await connector.capabilities()).has('export-hashes');

      const found = [];
      for await (const each of has ? (connector.exportHashes?.({ pageSize: 2 }) ?? []) : [])
        if (each.ref === ref) found.push(each);

      const hash = await directory.storedPassword(login);
      const exported = { ref, login, hash, active: true };
      expect(found).toMatchObject(has ? [exported] : []);
    });

    it('leaves a locked account locked when its password is replaced', async () => {
      const { ref } = await anAccount();
      await perform('lock', ref);

      await perform('force-reset', ref);

      expect(await directory.connector.read(ref)).toMatchObject({ active: false });
    });

    it('lets one of many that lock at once do it', async () => {
      const { ref } = await anAccount();

      const outcomes = await Promise.all(Array.from({ length: 8 }, () => perform('lock', ref)));

      const kinds = outcomes.map(({ kind }) => kind).toSorted();
      expect(kinds).toEqual(['applied', ...Array.from({ length: 7 }, () => 'unchanged')]);
    });

    it('refuses to act on an account that is gone', async () => {
      const { ref, login } = await anAccount();
      await directory.remove(login);

      for (const operation of ['lock', 'unlock', 'force-reset'] as const)
        expect(await perform(operation, ref)).toMatchObject({ kind: 'refused' });
      expect(await directory.connector.read(ref)).toBeUndefined();
    });

    it.each(HOSTILE_LOGINS.map((login) => [login]))(
      'acts on %j and on nobody else',
      async (login) => {
        const bystander = await anAccount();
        expect(await directory.connector.lookup(login)).toBeUndefined();
        expect(await perform('lock', login)).toMatchObject({ kind: 'refused' });
        await directory.add([{ login }]);

        const { ref } = present(await directory.connector.lookup(login));
        const locked = await perform('lock', ref);
        const reset = await perform('force-reset', ref);

        expect([locked.kind, reset.kind]).toEqual(['applied', 'applied']);
        expect(await directory.connector.read(ref)).toMatchObject({ active: false });
        expect(await directory.connector.read(bystander.ref)).toEqual(bystander.state);
      },
    );

    it.each(IMPOSSIBLE_LOGINS.map((login) => [inspect(login, { maxStringLength: 20 }), login]))(
      'has no account for %s',
      async (_shown, login) => {
        expect(await directory.connector.lookup(login)).toBeUndefined();
        expect(await directory.connector.read(login)).toBeUndefined();
        expect(await perform('lock', login)).toMatchObject({ kind: 'refused' });
      },
    );

    it('gives up when it is told to', async () => {
      const { ref } = await anAccount();
      const command = { do: 'lock', ref, actionId: newId() } as const;

      const outcome = await directory.connector.perform(command, AbortSignal.abort());

      expect(outcome.kind).toBe('unavailable');
      expect(await directory.connector.read(ref)).toMatchObject({ active: true });
    });

    it('says nothing of a password or a hash, in answers, errors or on the console', async () => {
      const { ref, login } = await anAccount();
      const written = captureOutput();
      const wrong = directory.open({ password: 'wr0ng/p@ss word' });
      const said: unknown[] = [
        await directory.connector.capabilities(),
        await perform('lock', ref),
      ];
      const hashes = [await directory.storedPassword(login)];

      said.push(await perform('force-reset', ref), await directory.connector.lookup(login));
      hashes.push(await directory.storedPassword(login));
      const command = { do: 'lock', ref, actionId: newId() } as const;
      said.push(await wrong.perform(command, never()));
      said.push(await wrong.lookup(login).catch((error: unknown) => error));
      said.push(directory.connector, wrong);
      await wrong.close();

      const text = inspect(said, { depth: 4 }) + JSON.stringify(said[1]) + written.end();
      const secrets = [
        ...directory.secrets,
        ...hashes,
        'wr0ng/p@ss',
        encodeURIComponent('wr0ng/p@ss'),
      ];
      for (const secret of secrets) expect(text.includes(secret)).toBe(false);
    });

    it('reports wrong credentials as a directory that can’t be asked', async () => {
      const { ref } = await anAccount();
      const wrong = directory.open({ password: 'wrong' });

      const outcomes: Outcome[] = [];
      for (const operation of ['lock', 'force-reset'] as const)
        outcomes.push(await wrong.perform({ do: operation, ref, actionId: newId() }, never()));
      await expect(wrong.lookup(ref)).rejects.toMatchObject({ code: 'directory-unavailable' });

      for (const outcome of outcomes)
        expect(outcome).toEqual({ kind: 'unavailable', reason: expect.stringMatching(/password/) });
      expect(await directory.connector.read(ref)).toMatchObject({ active: true });
      await wrong.close();
    });

    it('reports a server that is down, at once', async () => {
      const server = await listen(directory.address.host);
      await server.close();
      const connector = directory.open({ port: server.port });

      await expectUnreachable(connector);
    });

    it('reports a server that takes calls and says nothing, within its limit', async () => {
      const server = await listen(directory.address.host);
      const connector = directory.open({ port: server.port });

      await expectUnreachable(connector);

      await server.close();
    });

    it('asks once with wrong credentials, and then leaves the service account in peace', async () => {
      const { ref } = await anAccount();
      const wire = await openWire(directory.address);
      const wrong = directory.open({ password: 'wrong', port: wire.port });

      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () =>
          wrong.perform({ do: 'lock', ref, actionId: newId() }, never()),
        ),
      );
      await wrong.lookup(ref).catch(() => undefined);

      expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'unavailable'));
      expect(wire.connections()).toBe(1);
      await wrong.close();
      await wire.close();
    });

    it.each(['lock', 'force-reset'] as const)(
      'ends in the right state when the server hangs up anywhere in %s and it is asked again',
      async (operation) => {
        const kinds = new Set<string>();
        for (let chunks = 1; chunks <= MOST_CHUNKS && !kinds.has('applied'); chunks++) {
          const { ref, login } = await anAccount();
          const stored = await directory.storedPassword(login);
          const wire = await openWire(directory.address, { hangUpAfter: chunks });
          const frail = directory.open({ port: wire.port });
          const command = { do: operation, ref, actionId: newId() } as const;

          const first = await frail.perform(command, never());
          const again = await directory.connector.perform(command, never());
          const after = await directory.storedPassword(login);
          const third = await directory.connector.perform(command, never());

          kinds.add(first.kind);
          expect(['unavailable', 'applied']).toContain(first.kind);
          expect(['applied', 'unchanged']).toContain(again.kind);
          const isRepeat = directory.recognisesResets !== false || operation === 'lock';
          expect(third.kind).toBe(isRepeat ? 'unchanged' : 'applied');
          expect(await directory.storedPassword(login)).toBe(after);
          expect({ locked: !again.after?.active, replaced: after !== stored }).toEqual({
            locked: operation === 'lock',
            replaced: operation === 'force-reset',
          });
          await frail.close();
          await wire.close();
        }
        expect([...kinds].toSorted()).toEqual(['applied', 'unavailable']);
      },
    );

    it('lists many accounts in pages, and keeps none of them', async () => {
      const logins = Array.from({ length: directory.many }, (_, at) => `many${at}@example.com`);
      await directory.addMany(logins);
      const seen = new Set<string>();
      let largest = 0;
      const before = heapInUse();

      for await (const page of directory.connector.list({ pageSize: 700 })) {
        largest = Math.max(largest, page.length);
        for (const { login } of page) seen.add(login);
      }
      const grown = heapInUse() - before;

      expect(largest).toBeLessThanOrEqual(700);
      expect(seen.size).toBe(await directory.connector.count());
      expect(logins.every((login) => seen.has(login))).toBe(true);
      // The names alone, which the test keeps, are about 100 bytes each.
      expect(grown).toBeLessThan(8_000_000 + 200 * seen.size);
    });

    it('goes on with a list after any account', async () => {
      const pages = directory.connector.list({ pageSize: 100 });
      const both: string[] = [];
      for await (const page of pages) {
        both.push(...page.map(({ ref }) => ref));
        if (both.length >= 200) break;
      }

      const after = both[99] ?? '';
      for await (const page of directory.connector.list({ pageSize: 100, after })) {
        expect(page.map(({ ref }) => ref)).toEqual(both.slice(100, 200));
        break;
      }
    });
  });
}

async function expectUnreachable(connector: DirectoryConnector): Promise<void> {
  const startedAt = performance.now();
  const command = { do: 'lock', ref: 'alice@example.com', actionId: newId() } as const;

  const outcome = await connector.perform(command, new AbortController().signal);
  const reading = await connector.lookup('alice@example.com').catch((error: unknown) => error);
  await connector.close();

  expect(outcome.kind).toBe('unavailable');
  expect(reading).toBeInstanceOf(DomainError);
  expect(performance.now() - startedAt).toBeLessThan(UNREACHABLE_WITHIN_MS);
}

async function listen(host: string): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await once(server.listen(0, host), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

function captureOutput(): { end(): string } {
  let text = '';
  const keep = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(keep),
  );
  return {
    end: () => {
      for (const spy of spies) spy.mockRestore();
      return text;
    },
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the account that was just added is not found');
  return value;
}
