import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Attribute, BerWriter, Change, Client } from 'ldapts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedApi, serveApi } from '../http/api-client.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchSlapd, type SlapdServer, startSlapd } from '../servers/slapd.js';
import { until } from '../until.js';

const GATE = resolve('samples/gates/authwarden-slapd-gate');
const FIRST = 'wolvox endrum tarpin';
const GOOD = 'quimbel ostrafane dorl';
const THIRD = 'drelvin askamo purtle';
const LAST = 'morvath einkel sopra';
const BAD = 'Password1';
const PASSWORD_MODIFY = '1.3.6.1.4.1.4203.1.11.1';

await describeWithServer('the gate for OpenLDAP', fetchSlapd, () => {
  let api: ServedApi;
  let home: string;
  let gate: ChildProcess;
  let slapd: SlapdServer;
  let alice: string;
  let root: Client;

  beforeAll(async () => {
    api = await serveApi();
    home = mkdtempSync(join(tmpdir(), 'authwarden-slapd-gate-'));
    const json = { name: 'gate', scopes: ['passwords:check'] };
    const { body } = await api.ask('/v1/api-keys', { method: 'POST', json });
    await writeFile(join(home, 'gate.key'), `${body.key}\n`, { mode: 0o600 });
    await startGate({ url: api.url });
    // As docs/password-gates.md has it.
    slapd = await startSlapd({
      access: ['access to attrs=entry by self write by * read'],
      overlays: [
        'moduleload back_sock',
        'overlay sock',
        `socketpath ${join(home, 'gate.sock')}`,
        'sockops add modify extended',
        'extensions binddn connid',
      ],
    });
    root = new Client({ url: slapd.url });
    await root.bind(slapd.rootDn, slapd.rootPassword);
    alice = `uid=alice,${slapd.peopleDn}`;
    await add('alice', FIRST);
  });
  afterAll(async () => {
    await root.unbind();
    await slapd.stop();
    await stopGate();
    rmSync(home, { recursive: true, force: true });
    await api.close();
  });

  async function startGate(changes: object): Promise<void> {
    const config = join(home, 'gate.json');
    const settings = { keyFile: join(home, 'gate.key'), account: '{}@example.test', ...changes };
    await writeFile(config, JSON.stringify(settings));
    gate = spawn(GATE, [join(home, 'gate.sock'), config], { stdio: 'inherit' });
    await until(() => existsSync(join(home, 'gate.sock')), { what: 'the socket of the gate' });
  }

  async function stopGate(): Promise<void> {
    gate.kill('SIGTERM');
    await once(gate, 'exit');
    rmSync(join(home, 'gate.sock'), { force: true });
  }

  const add = (uid: string, userPassword: string) =>
    root.add(`uid=${uid},${slapd.peopleDn}`, {
      objectClass: ['inetOrgPerson'],
      uid,
      cn: uid,
      sn: uid,
      userPassword,
    });

  /** As a client that writes the attribute. */
  const write = (type: string, value: string, client = root) =>
    client.modify(
      alice,
      new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) }),
    );

  /** As `passwd` and `ldappasswd` do it: RFC 3062. */
  async function passwordModify(client: Client, password: string, identity?: string) {
    const request = new BerWriter();
    request.startSequence();
    if (identity !== undefined) request.writeString(identity, 0x80);
    request.writeString(password, 0x82);
    request.endSequence();
    await client.exop(PASSWORD_MODIFY, request.buffer);
  }

  async function signedIn(password: string): Promise<Client> {
    const client = new Client({ url: slapd.url });
    await client.bind(alice, password);
    return client;
  }

  const signsIn = (password: string) =>
    signedIn(password).then(
      (client) => client.unbind().then(() => true),
      () => false,
    );

  it('refuses a bad password that is written, with the reasons, and takes a good one', async () => {
    await expect(write('userPassword', BAD)).rejects.toMatchObject({
      code: 19,
      message: expect.stringContaining('PCI DSS 4.0.1 §8.3.6') as string,
    });
    await write('userPassword', GOOD);

    expect(await signsIn(GOOD)).toBe(true);
    expect(await signsIn(BAD)).toBe(false);
  });

  it('refuses a bad one by Password Modify, and takes a good one though slapd hashes it', async () => {
    await passwordModify(root, FIRST, alice);
    const self = await signedIn(FIRST);

    await expect(passwordModify(self, BAD)).rejects.toMatchObject({ code: 19 });
    await passwordModify(self, THIRD);
    await self.unbind();

    expect(await signsIn(THIRD)).toBe(true);
    expect(await signsIn(FIRST)).toBe(false);
  });

  it('refuses an entry that is added with a bad one', async () => {
    await expect(add('bertram', BAD)).rejects.toMatchObject({ code: 19 });
    await expect(add('bertram', GOOD)).resolves.toBeUndefined();
  });

  it('judges by the account that the entry is of', async () => {
    await expect(write('userPassword', 'xx-alice-42-alice')).rejects.toMatchObject({
      code: 19,
      message: expect.stringContaining('words of the account') as string,
    });
  });

  it('refuses a hash, which nobody can judge', async () => {
    await expect(
      write('userPassword', '{SSHA}AAAAAAAAAAAAAAAAAAAAAAAAAAABAgMEBQYHCA=='),
    ).rejects.toMatchObject({
      code: 19,
    });
  });

  it('lets other changes alone, and what passes for a password in them', async () => {
    await write('description', BAD);

    expect(
      (await root.search(alice, { attributes: ['description'] })).searchEntries[0],
    ).toMatchObject({
      description: BAD,
    });
  });

  it('refuses or lets pass by its configuration when the service doesn’t answer', async () => {
    const away = { url: 'http://127.0.0.1:1', timeoutSeconds: 2 };
    await stopGate();
    await startGate(away);
    const refused = await write('userPassword', LAST).catch((error: unknown) => error);
    await stopGate();
    await startGate({ ...away, whenUnavailable: 'allow' });
    await write('userPassword', LAST);

    expect(refused).toMatchObject({ code: 52 });
    expect(await signsIn(LAST)).toBe(true);
  });

  it('has slapd refuse every change while the gate isn’t there', async () => {
    await stopGate();

    await expect(write('description', 'anything')).rejects.toThrow();

    await startGate({ url: api.url });
  });
});
