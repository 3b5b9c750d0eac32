import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import { Happenings } from '../../src/platform/happenings/happenings.service.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';
import { type StrictHelpdesk, serveStrictly } from './servers/strict-server.js';
import { ZAMMAD_TOKEN, zammadHandle } from './servers/zammad.js';

const KNOWN = 15;
const NEW = 5;
const ACTIONS = 1_000;
const PATIENCE = { timeoutMs: 50_000 };

describe('a helpdesk that is down for the length of 1,000 actions', () => {
  let helpdesk: StrictHelpdesk;
  let world: World;
  let worker: Service;
  let helpdeskId: string;
  const logins = Array.from({ length: KNOWN + NEW }, (_, n) => `u${n}@example.test`);
  let accountIds: readonly string[];

  beforeAll(async () => {
    helpdesk = await serveStrictly(zammadHandle);
    world = await openWorld();
    await world.beginAnew(logins);
    const rows = await world.sql('SELECT id FROM account ORDER BY login');
    accountIds = rows.map(({ id }) => id);
    const settings = {
      url: helpdesk.url,
      token: ZAMMAD_TOKEN,
      customer: 'authwarden@example.test',
    };
    const json = { name: 'zammad', kind: 'zammad', settings };
    const made = await world.service.ask('/v1/helpdesks', { method: 'POST', json });
    helpdeskId = made.body.id;
    worker = await openService(world.database.url, { ROLE: 'worker' });
  });
  afterAll(async () => {
    await worker.close();
    await world.close();
    await helpdesk.close();
  });

  /** As many actions as that, on the accounts one after the other. */
  async function act(count: number, accounts: readonly string[]): Promise<void> {
    const { app } = world.service;
    const happenings = app.get(Happenings, { strict: false });
    const actions = Array.from({ length: count }, (_, n) => ({
      kind: 'action.finished' as const,
      subject: newId(),
      accountId: accounts[n % accounts.length] ?? '',
      detail: {
        operation: 'force-reset',
        status: 'applied',
        outcome: { code: 'applied', detail: `Number ${n}.` },
        dryRun: false,
      },
    }));
    await app.get(Database, { strict: false }).transaction((tx) => happenings.record(tx, actions));
  }

  const counts = async () => {
    const [row] = await world.sql(
      `SELECT (SELECT count(*)::int FROM ticket WHERE status = 'open') AS open,
              (SELECT count(*)::int FROM ticket_note) AS notes,
              (SELECT count(*)::int FROM ticket_note WHERE told_at IS NULL) AS waiting`,
    );
    return row;
  };

  it('loses nothing and floods nothing', async () => {
    await act(KNOWN, accountIds.slice(0, KNOWN));
    await until(async () => {
      const { open, waiting } = await counts();
      return open === KNOWN && waiting === 0;
    }, PATIENCE);
    helpdesk.answerAll({ status: 503 });
    await act(ACTIONS, accountIds);
    const { notes } = await until(async () => {
      const row = await counts();
      return row.notes === KNOWN + ACTIONS && row;
    }, PATIENCE);
    const shown = await until(async () => {
      const { body } = await world.service.ask(`/v1/helpdesks/${helpdeskId}`);
      return body.problem !== null && body;
    }, PATIENCE);

    const before = helpdesk.requests;
    helpdesk.answerAll(undefined);
    await world.service.ask(`/v1/helpdesks/${helpdeskId}/test`, { method: 'POST' });
    await until(async () => (await counts()).waiting === 0, PATIENCE);

    expect(notes).toBe(KNOWN + ACTIONS);
    expect(shown.problem).toContain('503');
    expect(helpdesk.tickets).toHaveLength(KNOWN + NEW);
    const told = helpdesk.tickets.flatMap((ticket) => ticket.notes.map(({ text }) => text));
    const numbers = told.flatMap((text) => [...text.matchAll(/Number (\d+)\./g)].map(([, n]) => n));
    // The first ones say Number 0 to 14 as well.
    expect(numbers).toHaveLength(KNOWN + ACTIONS);
    expect(new Set(numbers).size).toBe(ACTIONS);
    // One comment for each ticket that was there, one search and one creation for each new one, and the test.
    expect(helpdesk.requests - before).toBeLessThanOrEqual(KNOWN + 2 * NEW + 10);
  });
});
