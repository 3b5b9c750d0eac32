import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../samples/random.js';
import { sendEvents } from '../support/asking.js';
import { openWorld, type World } from '../support/world.js';

const START = Date.UTC(2026, 5, 1, 8);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LOGINS = Array.from({ length: 6 }, (_, n) => `staff${n}@example.test`);

function signIn(account: string, at: number, sourceIp: string) {
  return {
    type: 'authentication',
    time: new Date(at).toISOString(),
    account,
    sourceIp,
    protocol: 'imap',
    mechanism: at % (2 * HOUR) === 0 ? 'plain' : 'login',
    tls: at % (3 * HOUR) === 0 ? null : at % (2 * HOUR) === 0,
    outcome: 'success',
    session: `${account}/${at}`,
  };
}

/** Four days at home; then all of them at one source, through a provider that is new for each, an hour apart. */
const events = LOGINS.flatMap((login, index) => [
  ...Array.from({ length: 16 }, (_, n) =>
    signIn(
      login,
      START + Math.floor(n / 4) * DAY + (n % 4) * HOUR,
      index % 2 === 0 ? `192.0.2.${index}` : `198.51.100.${index}`,
    ),
  ),
  signIn(login, START + 5 * DAY + index * HOUR, '203.0.113.9'),
]).sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)));

describe('accounts that arrive at one source', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
    const { status } = await world.service.ask('/v1/detectors/shared-infrastructure', {
      method: 'PATCH',
      json: { options: { accountsFrom: 1, minDays: 3 } },
    });
    expect(status).toBe(200);
  });
  afterAll(() => world.close());

  async function outcomeOf(order: typeof events, size: number) {
    await world.beginAnew(LOGINS);
    for (let from = 0; from < order.length; from += size) {
      const { body } = await sendEvents(world.service.ask, order.slice(from, from + size));
      expect(body.rejected).toBe(0);
    }
    return world.outcome();
  }

  it('are the same ones in whatever order and batches their events come', async () => {
    const inOrder = await outcomeOf(events, 1_000);
    const shared = inOrder.signals.filter(
      (signal) => Object(signal).detector === 'shared-infrastructure',
    );

    expect(shared).toHaveLength(LOGINS.length - 1);
    for (const seed of [1, 2, 3]) {
      const disturbed = await outcomeOf([...seededRandom(seed, 'arrivals').shuffled(events)], 7);
      expect(disturbed.signals).toEqual(inOrder.signals);
      expect(disturbed.sources).toEqual(inOrder.sources);
      expect(disturbed.states).toEqual(inOrder.states);
    }
  }, 120_000);
});
