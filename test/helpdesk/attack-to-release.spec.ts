import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServer } from '../servers/availability.js';
import {
  fetchRequestTracker,
  type RequestTracker,
  startRequestTracker,
} from '../servers/request-tracker.js';
import { attack } from '../support/attack.js';
import type { Asking } from '../support/asking.js';
import { type ChildService, startChild } from '../support/child-service.js';
import { type Hold, type HoldingProxy, startHoldingProxy } from '../support/holding-proxy.js';
import { connectMailboxes, type Mailboxes } from '../support/mailboxes.js';
import { openWorld, type World } from '../support/world.js';
import { until } from '../until.js';

const LOGIN = 'alice@example.test';
const PATIENCE = { timeoutMs: 55_000 };

interface Entry {
  readonly Type: string;
  readonly Data: string;
}

await describeWithServer(
  'from the attack to the release in the real Request Tracker, the worker killed at every step',
  fetchRequestTracker,
  () => {
    let rt: RequestTracker;
    let proxy: HoldingProxy;
    let world: World;
    let ask: Asking;
    let mailboxes: Mailboxes;
    let worker: ChildService | undefined;
    let accountId: string;
    let verificationId: string;

    beforeAll(async () => {
      rt = await startRequestTracker();
      proxy = await startHoldingProxy(rt.url);
      world = await openWorld();
      ({ ask } = world.service);
      mailboxes = await connectMailboxes(ask, [LOGIN]);
      await ask('/v1/response-policy', { method: 'PUT', json: { mode: 'enforce' } });
      const settings = { url: proxy.url, token: rt.token };
      // The account's ticket alone: an incident would have one of its own.
      const rules = [{ on: 'level', level: 'critical', priority: 'high' }];
      const json = { name: 'rt', kind: 'request-tracker', settings, rules };
      await ask('/v1/helpdesks', { method: 'POST', json });
    });
    afterAll(async () => {
      await worker?.kill();
      await proxy.close();
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
    const remoteTickets = async (): Promise<{ id: string; Status: string }[]> =>
      (await askRt(`tickets?query=${encodeURIComponent('id > 0')}&fields=Status`)).items;
    const history = async (): Promise<Entry[]> => {
      const [ticket] = await remoteTickets();
      return (await askRt(`ticket/${ticket?.id}/history?fields=Type,Data&per_page=100`)).items;
    };
    const ours = async () => (await ask(`/v1/tickets?accountId=${accountId}`)).body.items[0];

    async function restart(): Promise<void> {
      await worker?.kill();
      worker = await startChild(world.database.url, { ROLE: 'worker' });
    }

    /** Something begins, the worker gets as far as the request, and dies. */
    async function killedAt(hold: Hold, begin: () => Promise<unknown>): Promise<void> {
      const held = proxy.holdNext(hold);
      await begin();
      await held;
      await restart();
    }

    it('makes one ticket, though the worker dies before and after the helpdesk has it', async () => {
      await restart();
      const creation = { method: 'POST', path: /\/ticket$/ };
      await killedAt({ ...creation, when: 'before' }, async () => {
        accountId = await attack(ask, LOGIN);
      });
      await killedAt({ ...creation, when: 'after' }, () => Promise.resolve());
      await until(async () => (await ours())?.status === 'open', PATIENCE);
      await until(async () => !(await mailboxes.of(LOGIN)).active, PATIENCE);

      expect(await remoteTickets()).toHaveLength(1);
    });

    it('comments once, though the worker dies before and after', async () => {
      await until(async () => (await ours()).waitingNotes === 0, PATIENCE);
      const comment = { method: 'POST', path: /\/comment$/ };
      const before = (await history()).filter(({ Type }) => Type === 'Comment').length;
      await killedAt({ ...comment, when: 'before' }, () =>
        ask(`/v1/helpdesk/accounts/${accountId}/hand-over`, {
          method: 'POST',
          json: { note: 'The caller hung up.', ticket: 'RT 1' },
        }),
      );
      await killedAt({ ...comment, when: 'after' }, () => Promise.resolve());
      await until(async () => (await ours()).waitingNotes === 0, PATIENCE);

      const comments = (await history()).filter(({ Type }) => Type === 'Comment');
      expect(comments).toHaveLength(before + 1);
    });

    it('releases for a verified caller, and resolves once, though the worker dies before and after', async () => {
      const contacts = [{ kind: 'fact', name: 'personnel number', value: '4711' }];
      const path = `/v1/helpdesk/accounts/${accountId}`;
      const registered = await ask(`${path}/contacts`, { method: 'PUT', json: { contacts } });
      const contactId = registered.body.items[0].id;
      const begun = await ask(`${path}/verify-caller`, {
        method: 'POST',
        json: { method: 'fact', ticket: 'RT 1', contactId },
      });
      verificationId = begun.body.id;
      await ask(`${path}/verify-caller/${verificationId}`, {
        method: 'POST',
        json: { answer: '4711' },
      });
      const resolution = { method: 'PUT', path: /\/ticket\/\d+$/ };
      await killedAt({ ...resolution, when: 'before' }, () =>
        ask(`${path}/unlock`, {
          method: 'POST',
          json: { verificationId, reason: 'The owner called.' },
        }),
      );
      await killedAt({ ...resolution, when: 'after' }, () => Promise.resolve());
      await until(async () => (await ours()).status === 'resolved', PATIENCE);

      const [ticket, ...others] = await remoteTickets();
      const entries = await history();
      const refs = entries.filter(({ Type }) => Type === 'Comment').map(({ Data }) => Data);
      expect(others).toEqual([]);
      expect(ticket?.Status).toBe('resolved');
      expect((await mailboxes.of(LOGIN)).active).toBe(true);
      expect(entries.filter(({ Type }) => Type === 'Create')).toHaveLength(1);
      expect(new Set(refs).size).toBe(refs.length);
    });
  },
);
