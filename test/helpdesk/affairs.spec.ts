import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IncidentLinking } from '../../src/incidents/incident-linking.service.js';
import type { NewHappening } from '../../src/kernel/happening.js';
import { Database } from '../../src/platform/database/database.js';
import { Happenings } from '../../src/platform/happenings/happenings.service.js';
import type { Asking } from '../support/asking.js';
import { accountIdOf, attack } from '../support/attack.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';
import { STRICT_KINDS } from './kinds.js';
import { serveStrictly, type StrictHelpdesk } from './servers/strict-server.js';

const PATIENCE = { timeoutMs: 40_000 };
const RULES = [
  { on: 'incident', priority: 'urgent' },
  { on: 'blacklist', priority: 'high' },
  { on: 'finding', priority: 'low' },
];
const ENTRY = '01937a5e-0000-7000-8000-0000000000b1';

describe('tickets about more than an account in trouble', () => {
  let helpdesk: StrictHelpdesk;
  let world: World;
  let ask: Asking;
  let worker: Service;

  beforeAll(async () => {
    const { handle, settings } = STRICT_KINDS['zendesk'] ?? {};
    if (!handle) throw new Error('there is no such kind');
    helpdesk = await serveStrictly(handle);
    world = await openWorld();
    ({ ask } = world.service);
    const json = {
      name: 'desk',
      kind: 'zendesk',
      settings: { url: helpdesk.url, ...settings },
      rules: RULES,
    };
    expect((await ask('/v1/helpdesks', { method: 'POST', json })).status).toBe(201);
    worker = await openService(world.database.url, { ROLE: 'worker' });
  });
  afterAll(async () => {
    await worker.close();
    await world.close();
    await helpdesk.close();
  });

  /** What a feature does in the transaction of its change. */
  async function tell(happening: NewHappening): Promise<void> {
    const { app } = world.service;
    const happenings = app.get(Happenings, { strict: false });
    await app
      .get(Database, { strict: false })
      .transaction((tx) => happenings.record(tx, happening));
  }
  const ticketAbout = (kind: string, status: string) =>
    until(async () => {
      const { body } = await ask('/v1/tickets?limit=200');
      const found = body.items.filter(
        (ticket: { about: { kind: string }; waitingNotes: number }) =>
          ticket.about.kind === kind && ticket.waitingNotes === 0,
      );
      return found.length === 1 && found[0].status === status && found[0];
    }, PATIENCE);
  const textOf = (key: string) =>
    (helpdesk.tickets.find(({ title }) => title.includes(key))?.notes ?? [])
      .map(({ text }) => text)
      .join('\n');

  it('has one for an incident, with its accounts', async () => {
    const logins = ['one@example.test', 'two@example.test'];
    for (const login of logins) await attack(ask, login);
    await world.service.app.get(IncidentLinking, { strict: false }).run(undefined, 0);

    const ticket = await ticketAbout('incident', 'open');

    expect(ticket).toMatchObject({ accountId: null, epoch: 1 });
    for (const login of logins) expect(textOf(ticket.key)).toContain(login);
  });

  it('has one for what an audit finds of a password, with all that it finds', async () => {
    const accountId = await accountIdOf(ask, 'one@example.test');
    const finding = (name: string, severity: string) =>
      tell({
        kind: 'finding.opened',
        subject: accountId,
        accountId,
        detail: { finding: name, severity },
      });
    await finding('guessed', 'critical');
    const ticket = await ticketAbout('account', 'open');
    await finding('breached', 'high');

    await until(() => textOf(ticket.key).includes('breached (high)'), PATIENCE);
    const again = await ticketAbout('account', 'open');

    expect([again.key, again.login]).toEqual([ticket.key, 'one@example.test']);
    expect(textOf(ticket.key)).toContain('guessed (critical)');
  });

  it('has one for a blacklist entry, which ends with it', async () => {
    const detail = { address: '192.0.2.25', zone: 'dnsbl.example.org' };
    await tell({ kind: 'blacklist.listed', subject: ENTRY, detail });
    const ticket = await ticketAbout('blacklist', 'open');
    await tell({ kind: 'blacklist.delisted', subject: ENTRY, detail });

    await ticketAbout('blacklist', 'resolved');

    expect(textOf(ticket.key)).toContain('192.0.2.25 is on the blacklist dnsbl.example.org');
    expect(textOf(ticket.key)).toContain('no longer on the blacklist');
    expect(helpdesk.tickets.find(({ title }) => title.includes(ticket.key))?.ended).toBe(true);
  });
});
