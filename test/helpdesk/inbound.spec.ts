import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack } from '../support/attack.js';
import type { Asking } from '../support/asking.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';
import { type StrictHelpdesk, serveStrictly } from './servers/strict-server.js';
import { ZAMMAD_TOKEN, zammadHandle } from './servers/zammad.js';

const PATIENCE = { timeoutMs: 40_000 };

describe('a ticket that is ended in the helpdesk', () => {
  let helpdesk: StrictHelpdesk;
  let world: World;
  let ask: Asking;
  let worker: Service;
  let mailboxes: Mailboxes;
  let helpdeskId: string;

  beforeAll(async () => {
    helpdesk = await serveStrictly(zammadHandle);
    world = await openWorld();
    ({ ask } = world.service);
    mailboxes = await connectMailboxes(ask, ['a@example.test', 'b@example.test']);
    await ask('/v1/response-policy', { method: 'PUT', json: { mode: 'approve' } });
    const settings = {
      url: helpdesk.url,
      token: ZAMMAD_TOKEN,
      customer: 'authwarden@example.test',
    };
    const json = { name: 'zammad', kind: 'zammad', settings };
    helpdeskId = (await ask('/v1/helpdesks', { method: 'POST', json })).body.id;
    worker = await openService(world.database.url, { ROLE: 'worker' });
  });
  afterAll(async () => {
    await worker.close();
    await mailboxes.close();
    await world.close();
    await helpdesk.close();
  });

  async function ticketOf(login: string) {
    const accountId = await attack(ask, login);
    return until(async () => {
      const { body } = await ask(`/v1/tickets?accountId=${accountId}`);
      return body.items[0]?.status === 'open' && body.items[0];
    }, PATIENCE);
  }
  const hint = (ticket: string) =>
    ask(`/v1/helpdesks/${helpdeskId}/hints`, { method: 'POST', json: { ticket } });
  const end = (key: string) => {
    const ticket = helpdesk.tickets.find(({ title }) => title.includes(key));
    if (ticket) ticket.ended = true;
  };
  const statuses = async (accountId: string): Promise<string[]> => {
    const { body } = await ask(`/v1/actions?accountId=${accountId}`);
    return body.items.map(({ status }: { status: string }) => status);
  };

  it('changes nothing on a hint alone: the helpdesk is asked', async () => {
    const ticket = await ticketOf('a@example.test');

    const answer = await hint(ticket.key);
    const { body } = await ask(`/v1/tickets?accountId=${ticket.accountId}`);

    expect(answer.status).toBe(204);
    expect(body.items[0].status).toBe('open');
  });

  it('is resolved here, and by default nothing else follows', async () => {
    const ticket = await ticketOf('r@example.test');
    end(ticket.key);

    await hint(ticket.key);
    const after = await ask(`/v1/tickets?accountId=${ticket.accountId}`);

    expect(after.body.items[0].status).toBe('resolved');
    expect(new Set(await statuses(ticket.accountId))).toEqual(new Set(['awaiting-approval']));
  });

  it('approves what waits where the rule says so', async () => {
    await ask(`/v1/helpdesks/${helpdeskId}`, {
      method: 'PATCH',
      json: { inbound: { whenResolved: 'approve' } },
    });
    const ticket = await ticketOf('b@example.test');
    end(ticket.key);

    await hint(ticket.key);
    await until(async () => !(await mailboxes.of('b@example.test')).active, PATIENCE);
    const log = await ask('/v1/audit-log?limit=200');

    expect(await statuses(ticket.accountId)).not.toContain('awaiting-approval');
    expect(log.text).toContain('ticket.ended-in-helpdesk');
  });

  it('is not known by another name', async () => {
    expect((await hint('AW-222222222222')).body.code).toBe('ticket-not-found');
  });
});
