import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IncidentLinking } from '../../src/incidents/incident-linking.service.js';
import { IncidentsService } from '../../src/incidents/incidents.service.js';
import { type Asking, everyItem, sendEvents } from '../support/asking.js';
import { aStory, COMPROMISED, STAFF } from '../support/story.js';
import { takeoverOf } from '../support/takeover.js';
import { openWorld, type World } from '../support/world.js';

const ONE_HOST = Array.from({ length: 4 }, (_, n) => `reader${n}@example.test`);

describe('incidents', () => {
  let world: World;
  let ask: Asking;
  let linking: IncidentLinking;

  beforeAll(async () => {
    world = await openWorld();
    ({ ask } = world.service);
    linking = world.service.app.get(IncidentLinking, { strict: false });
  });
  beforeEach(async () => {
    await world.sql('TRUNCATE incident_report, incident_member, incident, account_footprint');
    await world.beginAnew(STAFF);
  });
  afterAll(() => world.close());

  const incidents = () => everyItem(ask, '/v1/incidents');
  const loginsOf = async (id: string) =>
    (await everyItem(ask, `/v1/incidents/${id}/accounts`))
      .map((member: { login: string }) => member.login)
      .sort();
  const link = () => linking.run(undefined, 0);

  it('joins the accounts that a botnet uses, and leaves the others out', async () => {
    await sendEvents(ask, aStory());

    await link();

    const all = await Promise.all((await incidents()).map(({ id }) => loginsOf(id)));
    expect(all).toContainEqual([...COMPROMISED]);
  });

  it('keeps campaigns apart that run at the same time', async () => {
    await sendEvents(ask, [
      ...takeoverOf('a@example.test'),
      ...takeoverOf('b@example.test'),
      ...ONE_HOST.flatMap((login) => takeoverFromOneHost(login)),
    ]);
    const service = world.service.app.get(IncidentsService, { strict: false });

    await link();

    const [second, first] = await incidents();
    const both = [await loginsOf(first.id), await loginsOf(second.id)];
    expect(both).toContainEqual(['a@example.test', 'b@example.test']);
    expect(both).toContainEqual(ONE_HOST);
    expect(await service.membersOf(second.id)).toHaveLength(second.accounts);
    const [member] = await service.membersOf(first.id);
    expect(await service.openIncidentOf(member?.accountId ?? '')).toBe(first.id);
  });

  it('takes in an account that gets into trouble later, and changes nothing when nothing is new', async () => {
    await sendEvents(ask, takeoverOf('a@example.test'));
    await link();
    const [before] = await incidents();
    await sendEvents(ask, takeoverOf('b@example.test', Date.UTC(2026, 5, 1, 9)));

    await link();
    const [after, ...more] = await incidents();
    await link();

    expect(more).toEqual([]);
    expect(after).toMatchObject({
      id: before.id,
      accounts: 2,
      firstSignInAt: before.firstSignInAt,
    });
    expect(await loginsOf(after.id)).toEqual(['a@example.test', 'b@example.test']);
    expect(await incidents()).toEqual([after]);
  });

  it('lets an account go that an operator calls safe', async () => {
    await sendEvents(ask, takeoverOf('a@example.test'));
    await link();
    const [{ id }] = await everyItem(ask, '/v1/accounts');

    await ask(`/v1/accounts/${id}/verdict`, { method: 'POST', json: { verdict: 'safe' } });
    await link();

    expect(await incidents()).toMatchObject([{ status: 'closed' }]);
  });

  it('is the same whether the log came at once or in pieces', async () => {
    const story = aStory();
    await sendEvents(ask, story);
    await link();
    const once = await outline();
    await world.sql('TRUNCATE incident_report, incident_member, incident, account_footprint');
    await world.beginAnew(STAFF);

    for (let sent = 0; sent < story.length; sent += 100) {
      await sendEvents(ask, story.slice(sent, sent + 100));
      await link();
    }

    expect(await outline()).toEqual(once);
  });

  const outline = async () => {
    const live = (await incidents()).filter(({ status }) => status === 'open');
    const logins = await Promise.all(live.map(({ id }) => loginsOf(id)));
    return logins.map((names) => names.join(' ')).sort();
  };

  it('says that there is no such incident', async () => {
    for (const path of ['', '/accounts']) {
      const { status, body } = await ask(
        `/v1/incidents/01937a5e-0000-7000-8000-000000000000${path}`,
      );
      expect([status, body.code]).toEqual([404, 'incident-not-found']);
    }
  });
});

/** Signs in at a dozen accounts' mailboxes abroad within an hour, then sends as people who aren't there. */
function takeoverFromOneHost(account: string): readonly unknown[] {
  const base = Date.UTC(2026, 5, 1, 8, 30);
  return Array.from({ length: 8 }, (_, n) => ({
    type: 'message',
    time: new Date(base + n * 60_000).toISOString(),
    account,
    sourceIp: '203.0.113.9',
    protocol: 'smtp',
    outcome: 'success',
    listener: 'external',
    session: `${account}-${n}`,
    message: { sender: `nobody${n}@example.test`, recipients: 5 },
  }));
}
