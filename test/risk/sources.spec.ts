import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendEvents } from '../support/asking.js';
import { openWorld, type World } from '../support/world.js';

const START = Date.UTC(2026, 5, 1, 8);

function failure(n: number, account: string, sourceIp: string, reason = 'bad-password') {
  return {
    type: 'authentication',
    time: new Date(START + n * 1_000).toISOString(),
    account,
    sourceIp,
    protocol: 'smtp',
    outcome: 'failure',
    reason,
    session: `s${n}`,
  };
}

describe('the view of the sources', () => {
  let world: World;
  const sprayer = '203.0.113.7';
  const office = '198.51.100.4';

  beforeAll(async () => {
    world = await openWorld();
    await sendEvents(world.service.ask, [
      ...Array.from({ length: 40 }, (_, n) =>
        failure(n, `person${n}@example.test`, sprayer, n % 2 === 0 ? 'unknown-account' : undefined),
      ),
      ...Array.from({ length: 3 }, (_, n) => failure(50 + n, `staff${n}@example.test`, office)),
      ...Array.from({ length: 12 }, (_, n) =>
        failure(60 + n, `test${n}`, '10.1.2.3', 'unknown-account'),
      ),
    ]);
  });
  afterAll(() => world.close());

  it('lists the worst first, with the accounts that it touched', async () => {
    const { status, body } = await world.service.ask('/v1/sources?sort=-score');

    expect(status).toBe(200);
    expect(body.items.map(({ network }: { network: string }) => network)).toEqual([
      '203.0.113.0/24',
      '10.1.2.0/24',
      '198.51.100.0/24',
    ]);
    expect(body.items[0]).toMatchObject({
      failedAccounts: 40,
      namesTried: 20,
      accountsTouched: 40,
    });
    expect(body.items[0].score).toBeGreaterThan(80);
    expect(body.items[0].accounts).toHaveLength(20);
    expect(body.items[2].score).toBe(0);
  });

  it('goes on page by page, and can be asked about one network', async () => {
    const first = await world.service.ask('/v1/sources?limit=1');
    const second = await world.service.ask(
      `/v1/sources?limit=1&cursor=${encodeURIComponent(first.body.nextCursor)}`,
    );
    const one = await world.service.ask('/v1/sources?cidr=203.0.0.0/16');

    expect(second.body.items[0].network).toBe('10.1.2.0/24');
    expect(one.body.items).toHaveLength(1);
  });

  it.each([
    ['plain', 'text/plain; charset=utf-8', /^# expires \S+\n203\.0\.113\.7\n$/],
    ['fail2ban', 'text/plain; charset=utf-8', /^\S+ authwarden: bad source 203\.0\.113\.7 .*\n$/],
    ['crowdsec', 'application/json; charset=utf-8', /"value":"203\.0\.113\.7"/],
  ])('is exported as %s, without private and declared addresses', async (format, type, text) => {
    const answer = await world.service.ask(`/v1/sources/export?format=${format}`);

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect(answer.text).toMatch(text);
    expect(answer.text).not.toContain('10.1.2.3');
  });

  it('leaves out what an operator has declared', async () => {
    await world.service.ask('/v1/suppressors', {
      method: 'POST',
      json: { kind: 'trusted-network', network: sprayer },
    });

    expect((await world.service.ask('/v1/sources/export')).text).toMatch(/^# expires \S+\n$/);
  });
});
