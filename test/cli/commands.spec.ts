import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IncidentLinking } from '../../src/incidents/incident-linking.service.js';
import { ADMIN_KEY } from '../http/api-client.js';
import { attack } from '../support/attack.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { authwarden } from './command-line.js';

const ALICE = 'alice@example.test';
const LONGER = 'x-alice@example.test';
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();

describe('the commands that act', () => {
  let world: World;
  let worker: Service;
  let mailboxes: Mailboxes;
  let home: string;
  const run = (...args: string[]) =>
    authwarden(
      { HOME: home, AUTHWARDEN_URL: world.service.url, AUTHWARDEN_API_KEY: ADMIN_KEY },
      args,
    );
  const json = async (...args: string[]) => {
    const { stdout, stderr } = await run(...args, '--json');
    return stdout === '' ? { stderr } : JSON.parse(stdout);
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'authwarden-cli-'));
    const environment = { DATA_DIR: home };
    world = await openWorld(environment);
    const { ask, app } = world.service;
    mailboxes = await connectMailboxes(ask, [ALICE, LONGER]);
    for (const login of [LONGER, ALICE]) await attack(ask, login);
    await app.get(IncidentLinking, { strict: false }).run(undefined, 0);
    worker = await openService(world.database.url, { ROLE: 'worker', ...environment });
  });
  afterAll(async () => {
    await worker.close();
    await mailboxes.close();
    await world.close();
    await rm(home, { recursive: true });
  });

  it('say what they would do, and do nothing, with --dry-run', async () => {
    const { code, stdout } = await run('lock', ALICE, '--reason', 'x', '--dry-run');

    expect([code, stdout]).toEqual([0, expect.stringMatching(/^lock unchanged/)]);
    expect((await mailboxes.of(ALICE)).active).toBe(true);
  });

  it.each([
    ['lock', 'lock', false],
    ['unlock', 'unlock', true],
    ['reset', 'force-reset', true],
  ])('%s an account, and wait until it is done', async (command, operation, active) => {
    const action = await json(command, ALICE, '--reason', 'The postmaster said so.');

    expect(action).toMatchObject({ do: operation, status: 'applied' });
    expect((await mailboxes.of(ALICE)).active).toBe(active);
    expect((await mailboxes.of(LONGER)).active).toBe(true);
  });

  it('act on nobody whose login only has the name in it', async () => {
    const { code, stderr } = await run('lock', 'alice', '--reason', 'x');

    expect(code).toBe(4);
    expect(stderr).toContain(`Similar: ${ALICE}, ${LONGER}.`);
  });

  it('list actions with their accounts, and take one back', async () => {
    const { id } = await json('lock', ALICE, '--reason', 'x');
    const { stdout } = await run('actions');
    const undone = await json('actions', 'undo', id);

    expect(stdout).toMatch(/^ID +DO +STATUS/);
    expect(stdout).toContain(ALICE);
    expect(undone).toMatchObject({ do: 'unlock', status: 'applied' });
    expect((await mailboxes.of(ALICE)).active).toBe(true);
  });

  it('list incidents, and report one by its number', async () => {
    const [incident] = await json('incidents');
    const list = await run('incidents');
    const file = join(home, 'report.html');
    const report = await run('report', String(incident.number));
    const html = await run('report', incident.id, '--format', 'html', '-o', file);

    expect(list.stdout).toMatch(/^NO +STATUS/);
    expect(report.stdout).toContain(ALICE);
    expect([html.code, html.stdout]).toEqual([0, '']);
    expect(await readFile(file, 'utf8')).toContain('<html');
    expect(await run('report', '4711')).toMatchObject({ code: 4, stdout: '' });
  });

  it('audit a directory and a file, and report', async () => {
    const file = join(home, 'passwd');
    await writeFile(file, `alice:{PLAIN}Password1:1000:1000::/home/alice\n`);
    const ofDirectory = await run('audit', 'run', '--directory', 'mailboxes');
    const ofFile = await json('audit', 'run', '--file', file);
    const status = await run('audit', 'status', ofFile.id);
    const report = await run('audit', 'report', ofFile.id);
    const anonymous = await run('audit', 'report', ofFile.id, '--anonymous');

    expect(ofDirectory.code, ofDirectory.stderr).toBe(0);
    expect(ofDirectory.stdout).toMatch(/^audit .*: done$/m);
    expect(ofDirectory.stdout).toContain('tested    2 of 2 accounts');
    expect(status.stdout).toMatch(/guessed +1 passwords/);
    expect(report.stdout).toContain('alice');
    expect(anonymous.stdout).not.toContain('alice');
    expect(report.stdout + status.stdout).not.toContain('Password1');
    expect((await run('audit', 'run')).code).toBe(2);
    expect((await run('audit', 'status', mailboxes.directoryId)).code).toBe(4);
  });

  it('import a list of breached passwords, and refuse what is none', async () => {
    const [good, bad] = [join(home, 'breached.txt'), join(home, 'bad.txt')];
    const words = ['password', '123456', 'qwerty', 'Password1', '12345678', '123456789'];
    const lines = words.map((word) => `${sha1(word)}:1000`).toSorted();
    await writeFile(good, `${lines.join('\r\n')}\r\n`);
    await writeFile(bad, 'no hash\n');

    const refused = await run('breach-list', 'import', bad);
    const { code, stdout, stderr } = await run('breach-list', 'import', good);

    expect(refused.code).toBe(1);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe('6 lines read; 6 sha1 hashes in use (generation 1)\n');
  });

  it('add, list and end a schedule', async () => {
    const add = (name: string, job: string, ...more: string[]) =>
      run('schedule', 'add', name, '--job', job, '--cron', '30 2 * * 0', ...more);
    const added = await add('weekly', 'directory-sync', '--directory', 'mailboxes');
    const audit = await add('audit', 'password-audit', '--directory', 'mailboxes');
    const berlin = await add('lists', 'blacklist-check', '--timezone', 'Europe/Berlin');
    const listed = await run('schedule');
    const wrong = await run('schedule', 'add', 'x', '--job', 'directory-sync', '--cron', 'often');
    const removed = await run('schedule', 'remove', 'weekly');
    const nothing = await run('actions', '--status', 'failed');
    const left = await json('schedule');

    expect([added.stderr, audit.stderr, berlin.stderr]).toEqual(['', '', '']);
    expect(added.stdout).toMatch(/^weekly: next run .*Z$/m);
    expect(listed.stdout).toContain('30 2 * * 0');
    expect(nothing.stdout).toBe('none\n');
    expect(wrong.code).toBe(1);
    expect(removed.stdout).toBe('weekly has ended.\n');
    expect(left.map(({ name }: { name: string }) => name).toSorted()).toEqual(['audit', 'lists']);
  });

  it('colour nothing that is no terminal', async () => {
    const outputs = await Promise.all([run('accounts'), run('doctor'), run('show', ALICE)]);

    for (const { stdout } of outputs) expect(stdout).not.toContain('\u001B');
  });
});
