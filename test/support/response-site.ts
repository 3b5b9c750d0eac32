import { RosterService } from '../../src/accounts/roster.service.js';
import { ActionRunner } from '../../src/response/action-runner.service.js';
import { type Asking, everyItem } from './asking.js';
import type { Answer } from '../http/api-client.js';
import { connectMailboxes, type Mailboxes } from './mailboxes.js';
import { openWorld, type World } from './world.js';

/** What a spec says of the accounts that the directory lists. */
export interface Listed {
  readonly groups?: readonly string[];
  readonly unit?: string;
  readonly displayName?: string;
}

/** A service whose jobs a spec carries out itself, with a table of mailboxes for a directory. */
export interface ResponseSite {
  readonly world: World;
  readonly ask: Asking;
  readonly mailboxes: Mailboxes;
  post(path: string, json?: object): Promise<Answer>;
  /** A part of the service, as it runs. */
  part<T>(type: new (...args: never[]) => T): T;
  /** Every mailbox is as it was made, every account forgotten, and listed anew. */
  beginAnew(listed?: (login: string) => Listed): Promise<void>;
  /** Takes the directory's list over. */
  list(listed?: (login: string) => Listed): Promise<void>;
  accountOf(login: string): Promise<{ id: string; score: number }>;
  // Each spec knows what it looks at.
  // eslint-disable-next-line typescript/no-explicit-any
  actionOf(id: string): Promise<any>;
  /** Does the work of the action's job. */
  carryOut(id: string): Promise<void>;
  /** Does the work of every job of a queued action, so many at most. */
  carryOutQueued(atMost?: number): Promise<number>;
  close(): Promise<void>;
}

/** Opens the service on accounts with these logins. */
export async function openResponseSite(
  logins: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ResponseSite> {
  const world = await openWorld(environment);
  const { ask, app } = world.service;
  const mailboxes = await connectMailboxes(ask, logins);
  const part = <T>(type: new (...args: never[]) => T): T => app.get<T>(type, { strict: false });
  const carryOut = async (id: string) => {
    await part(ActionRunner).carryOut(id, new AbortController().signal);
  };
  const list = (listed: (login: string) => Listed = () => ({})) =>
    part(RosterService).receive(
      mailboxes.directoryId,
      logins.map((login) => ({
        ref: login,
        login,
        addresses: [login],
        state: { active: true },
        ...listed(login),
      })),
    );
  return {
    world,
    ask,
    mailboxes,
    part,
    list,
    carryOut,
    post: (path, json = {}) => ask(path, { method: 'POST', json }),
    beginAnew: async (listed) => {
      await world.beginAnew();
      await world.sql('TRUNCATE reset_campaign, reset_campaign_account');
      await mailboxes.sql('UPDATE mailbox SET active = true, must_change = false');
      await mailboxes.sql('TRUNCATE mailbox_change');
      await list(listed);
    },
    accountOf: async (login) =>
      (await ask(`/v1/accounts?login=${encodeURIComponent(login)}`)).body.items[0],
    actionOf: async (id) => (await ask(`/v1/actions/${id}`)).body,
    carryOutQueued: async (atMost = Infinity) => {
      const queued = await everyItem(ask, '/v1/actions?status=queued');
      const begun = queued.toReversed().slice(0, atMost);
      for (const { id } of begun) await carryOut(id);
      return begun.length;
    },
    close: async () => {
      await mailboxes.close();
      await world.close();
    },
  };
}
