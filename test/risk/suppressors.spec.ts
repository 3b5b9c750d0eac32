import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { everyItem, sendEvents } from '../support/asking.js';
import { openWorld, type World } from '../support/world.js';

const START = Date.UTC(2026, 5, 1, 8);
const MINUTE = 60_000;
const ALICE = 'alice@example.test';

function signIns(from: number, network: (n: number) => string, count = 8) {
  return Array.from({ length: count }, (_, n) => ({
    type: 'authentication',
    time: new Date(from + n * MINUTE).toISOString(),
    account: ALICE,
    sourceIp: network(n),
    protocol: 'imap',
    outcome: 'success',
    session: `s${from}-${n}`,
  }));
}

const everywhere = (n: number) => `2001:db8:${n + 1}::1`;
const elsewhere = (n: number) => `2001:db8:ff${n + 10}::1`;

describe('what operators declare', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });
  beforeEach(async () => {
    await world.beginAnew([ALICE]);
    for (const { id } of await everyItem(world.service.ask, '/v1/suppressors'))
      await world.service.ask(`/v1/suppressors/${id}`, { method: 'DELETE' });
  });
  afterAll(() => world.close());

  const post = (path: string, json: unknown) => world.service.ask(path, { method: 'POST', json });

  async function alice() {
    const [account] = await everyItem(world.service.ask, `/v1/accounts?login=${ALICE}`);
    return account;
  }

  it('silences signals that stay visible and contribute nothing', async () => {
    const { status, body } = await post('/v1/suppressors', {
      kind: 'trusted-network',
      network: '2001:db8::7/32',
      note: 'Our own.',
    });
    await sendEvents(world.service.ask, signIns(START, everywhere));

    expect([status, body.network]).toEqual([201, '2001:db8::/32']);
    expect((await alice()).score).toBe(0);
    await world.service.ask(`/v1/suppressors/${body.id}`, {
      method: 'PATCH',
      json: { enabled: false },
    });
    await sendEvents(world.service.ask, signIns(START + 60 * MINUTE, elsewhere));
    expect((await alice()).score).toBeGreaterThanOrEqual(50);
  });

  it('names the suppressor on the signal', async () => {
    await sendEvents(
      world.service.ask,
      signIns(START - 60 * MINUTE, () => '192.0.2.1', 1),
    );
    const { body } = await post('/v1/suppressors', {
      kind: 'announced-travel',
      accountId: (await alice()).id,
      from: new Date(START).toISOString(),
      to: new Date(START + 9 * MINUTE).toISOString(),
    });
    await sendEvents(world.service.ask, signIns(START, everywhere));

    const signals = await everyItem(world.service.ask, '/v1/signals');
    expect(signals.length).toBeGreaterThan(0);
    expect(new Set(signals.map(({ suppressedBy }) => suppressedBy))).toEqual(
      new Set([`announced-travel:${body.id}`]),
    );
  });

  it('are refused when they lack what their kind needs, and when they are unknown', async () => {
    const incomplete = await post('/v1/suppressors', { kind: 'bulk-sender' });
    const nonsense = await post('/v1/suppressors', { kind: 'vpn-egress', network: '300.1.1.1' });
    const missing = await world.service.ask('/v1/suppressors/01937a5e-0000-7000-8000-000000000020');

    expect([incomplete.status, incomplete.body.code]).toEqual([400, 'suppressor-incomplete']);
    expect([nonsense.status, nonsense.body.errors[0].path]).toEqual([400, 'network']);
    expect([missing.status, missing.body.code]).toEqual([404, 'suppressor-not-found']);
  });

  it('leave their traces in the audit log', async () => {
    const { body } = await post('/v1/suppressors', {
      kind: 'mobile-network',
      network: '100.64.0.0/10',
    });
    await world.service.ask(`/v1/suppressors/${body.id}`, { method: 'DELETE' });

    const entries = await everyItem(world.service.ask, `/v1/audit-log?subject=${body.id}`);
    expect(new Set(entries.map(({ what }) => what))).toEqual(
      new Set(['suppressor.created', 'suppressor.deleted']),
    );
  });

  it('includes the verdict that an account is safe: the same evidence does not count again', async () => {
    await sendEvents(world.service.ask, signIns(START, everywhere));
    const { id, level } = await alice();
    await post(`/v1/accounts/${id}/verdict`, { verdict: 'safe', note: 'She is testing.' });
    const later = Date.now() + 60 * MINUTE;

    await sendEvents(world.service.ask, signIns(later, everywhere));
    const same = (await alice()).score;
    await sendEvents(world.service.ask, signIns(later + 10 * MINUTE, elsewhere, 12));

    expect(level).toBe('critical');
    expect(same).toBe(0);
    expect((await alice()).score).toBeGreaterThan(25);
  });
});
