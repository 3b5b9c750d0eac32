import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendEvents } from '../support/asking.js';
import { openWorld, type World } from '../support/world.js';

const START = Date.UTC(2026, 5, 1, 20);
const MINUTE = 60_000;
const ACCOUNTS = ['alice@example.test', 'bob@example.test', 'carol@example.test'];
const RUNS = 25;

/** Close enough in place and time that order matters: few accounts, few networks, equal times. */
const anEvent = fc.record({
  minute: fc.integer({ min: 0, max: 36 * 6 }).map((n) => n * 10),
  account: fc.constantFrom(
    ...ACCOUNTS,
    ...Array.from({ length: 12 }, (_, n) => `x${n}@example.test`),
  ),
  sourceIp: fc.constantFrom(
    '192.0.2.1',
    '198.51.100.2',
    '203.0.113.3',
    '2001:db8:1::1',
    '2001:db8:2::1',
    '2001:db8:3::1',
  ),
  kind: fc.constantFrom('success', 'failure', 'failure', 'message'),
  sender: fc.constantFrom(...ACCOUNTS, 'nobody@example.test', 'else@example.org'),
  session: fc.nat(50).map(String),
});

const aDelivery = fc
  .uniqueArray(anEvent, { minLength: 5, maxLength: 90, selector: (event) => JSON.stringify(event) })
  .chain((events) =>
    fc.record({
      events: fc.constant(events),
      arrival: fc.shuffledSubarray(
        events.map((_, index) => index),
        { minLength: events.length, maxLength: events.length },
      ),
      cuts: fc.array(fc.integer({ min: 1, max: events.length }), { maxLength: 8 }),
    }),
  );

type Told = typeof anEvent extends fc.Arbitrary<infer Event> ? Event : never;

describe('promise 2, as a property', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
    // With low thresholds few events are enough for the detectors that look at other accounts.
    const answer = await world.service.ask('/v1/detectors/password-spraying', {
      method: 'PATCH',
      json: {
        options: { accountsFrom: 5, accountsTo: 9, minSignIns: 2, accountsFromWithoutHistory: 3 },
      },
    });
    expect(answer.status).toBe(200);
  });
  afterAll(() => world.close());

  async function outcomeOf(batches: readonly (readonly Told[])[]) {
    await world.beginAnew(ACCOUNTS);
    for (const batch of batches) {
      const { status, body } = await sendEvents(world.service.ask, batch.map(wire));
      expect([status, body.rejected]).toEqual([200, 0]);
    }
    return world.outcome();
  }

  it('comes to the same for any events in any order and any batches', async () => {
    await fc.assert(
      fc.asyncProperty(aDelivery, async ({ events, arrival, cuts }) => {
        const arriving = arrival.flatMap((index) => events[index] ?? []);
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), events.length];
        const batches = bounds.map((from, n) => arriving.slice(from, bounds[n + 1]));

        const disturbed = await outcomeOf(batches.filter((batch) => batch.length > 0));

        expect(disturbed).toEqual(await outcomeOf([events]));
      }),
      { numRuns: RUNS },
    );
  }, 180_000);
});

function wire({ minute, account, sourceIp, kind, sender, session }: Told) {
  const isMessage = kind === 'message';
  return {
    type: isMessage ? 'message' : 'authentication',
    time: new Date(START + minute * MINUTE).toISOString(),
    account,
    sourceIp,
    protocol: 'smtp',
    outcome: kind === 'failure' ? 'failure' : 'success',
    session,
    message: isMessage ? { sender, recipients: 3 } : null,
  };
}
