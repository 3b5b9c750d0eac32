import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServer } from '../servers/availability.js';
import {
  fetchRequestTracker,
  type RequestTracker,
  startRequestTracker,
} from '../servers/request-tracker.js';
import { attack } from '../support/attack.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { openService, type Service } from '../support/service.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const PATIENCE = { timeoutMs: 50_000 };

await describeWithServer('tickets in the real Request Tracker', fetchRequestTracker, () => {
  let rt: RequestTracker;
  let world: World;
  let worker: Service;
  let mailboxes: Mailboxes;
  let helpdeskId: string;

  beforeAll(async () => {
    rt = await startRequestTracker();
    world = await openWorld();
    const { ask } = world.service;
    mailboxes = await connectMailboxes(ask, ['alice@example.test', 'bob@example.test']);
    await ask('/v1/response-policy', { method: 'PUT', json: { mode: 'enforce' } });
    const json = {
      name: 'rt',
      kind: 'request-tracker',
      settings: { url: rt.url, token: rt.token },
    };
    helpdeskId = (await ask('/v1/helpdesks', { method: 'POST', json })).body.id;
    worker = await openService(world.database.url, { ROLE: 'worker' });
  });
  afterAll(async () => {
    await worker.close();
    await mailboxes.close();
    await world.close();
    await rt.remove();
  });

  const askRt = async (path: string) => {
    const answer = await fetch(`${rt.url}/REST/2.0/${path}`, {
      headers: { authorization: `token ${rt.token}` },
    });
    return JSON.parse(await answer.text());
  };
  const ticketsAbout = async (
    login: string,
  ): Promise<{ id: string; Subject: string; Status: string }[]> =>
    (
      await askRt(
        `tickets?query=${encodeURIComponent(`Subject LIKE '${login}'`)}&fields=Subject,Status,Priority`,
      )
    ).items;
  const ours = async (accountId: string) =>
    (await world.service.ask(`/v1/tickets?accountId=${accountId}`)).body.items;
  const settled = (accountId: string, status: string) =>
    until(
      async () => {
        const [ticket] = await ours(accountId);
        return ticket?.status === status && ticket.waitingNotes === 0 && ticket;
      },
      { ...PATIENCE, what: `a ticket that is ${status}` },
    );

  it('says which version it is, and that the queue can be used', async () => {
    const { body } = await world.service.ask(`/v1/helpdesks/${helpdeskId}/test`, {
      method: 'POST',
    });

    expect(body).toMatchObject({ reachable: true, problem: null });
    expect(body.product).toMatch(/^Request Tracker 5/);
  });

  it('makes one ticket with the evidence, comments, and resolves it when the account is released', async () => {
    const accountId = await attack(world.service.ask, 'alice@example.test');
    const ticket = await settled(accountId, 'open');
    const [remote = missing(), ...others] = await ticketsAbout('alice@example.test');

    // What is under way would come after the release.
    await until(async () => {
      const { body } = await world.service.ask(`/v1/accounts/${accountId}/actions`);
      const under = ({ status }: { status: string }) => status !== 'applied';
      return body.items.length > 0 && !body.items.some(under);
    }, PATIENCE);
    expect((await mailboxes.of('alice@example.test')).active).toBe(false);
    const json = { do: 'unlock', reason: 'The owner called.' };
    const released = await world.service.ask(`/v1/accounts/${accountId}/actions`, {
      method: 'POST',
      json,
    });
    expect(released.status).toBe(202);
    await settled(accountId, 'resolved');
    const [after = missing(), ...more] = await ticketsAbout('alice@example.test');
    const history = await askRt(`ticket/${remote.id}/history?fields=Type,Data&per_page=100`);
    const created = await askRt(`ticket/${remote.id}/attachments?fields=Content&per_page=100`);
    const texts = created.items.map(({ Content }: { Content: string }) => Content);

    expect(others).toEqual([]);
    expect(more).toEqual([]);
    expect(remote.Subject).toContain(ticket.key);
    expect(ticket.url).toBe(`${rt.url}/Ticket/Display.html?id=${remote.id}`);
    expect(after.Status).toBe('resolved');
    expect(texts.join('\n')).toContain('2001:db8:');
    const refs = history.items
      .filter(({ Type }: { Type: string }) => Type === 'Comment')
      .map(({ Data }: { Data: string }) => Data.trim());
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('hears of what is resolved there by the scrip of its page', async () => {
    const { ask, url } = world.service;
    const helpdesk = `/v1/helpdesks/${helpdeskId}`;
    const { body } = await ask(`${helpdesk}/inbound-secret`, { method: 'PUT', json: {} });
    await ask(helpdesk, { method: 'PATCH', json: { inbound: { whenResolved: 'release' } } });
    await rt.addScrip(
      `Set($AuthwardenSecret, '${body.secret}');`,
      await documentedScrip(`${url}${helpdesk}/hooks`),
    );
    const accountId = await attack(ask, 'bob@example.test');
    await settled(accountId, 'open');
    const isOpen = async () => (await mailboxes.of('bob@example.test')).active;
    await until(async () => !(await isOpen()), PATIENCE);
    const [remote = missing()] = await ticketsAbout('bob@example.test');

    await fetch(`${rt.url}/REST/2.0/ticket/${remote.id}`, {
      method: 'PUT',
      headers: { authorization: `token ${rt.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ Status: 'resolved' }),
    });

    await until(isOpen, { ...PATIENCE, what: 'an account that is let in' });
  });
});

/** What docs/helpdesks/request-tracker.md tells administrators to put into RT. */
async function documentedScrip(hooks: string): Promise<string> {
  const page = await readFile('docs/helpdesks/request-tracker.md', 'utf8');
  const code = /```perl\n(.*?)```/su.exec(page)?.[1] ?? '';
  expect(code).toContain(DOCUMENTED_HOOKS);
  return code.replace(DOCUMENTED_HOOKS, hooks);
}

const DOCUMENTED_HOOKS = 'https://authwarden.example.com/v1/helpdesks/{id}/hooks';

function missing(): never {
  throw new Error('Request Tracker has no such ticket');
}
