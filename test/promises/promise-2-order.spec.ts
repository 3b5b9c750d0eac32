import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../samples/random.js';
import { type Asking, sendEvents } from '../support/asking.js';
import { startChild } from '../support/child-service.js';
import { COMPROMISED, STAFF, aStory } from '../support/story.js';
import { openWorld, type Outcome, type World } from '../support/world.js';

const STORY = aStory();
const DAY_MS = 86_400_000;

describe('promise 2: the outcome does not depend on batches or processes', () => {
  let world: World;
  let ask: Asking;
  let undisturbed: Outcome;

  beforeAll(async () => {
    world = await openWorld();
    ({ ask } = world.service);
    await world.beginAnew(STAFF);
    await take(STORY);
    undisturbed = await world.outcome();
  });
  beforeEach(() => world.beginAnew(STAFF));
  afterAll(() => world.close());

  async function take(events: readonly unknown[], by: Asking = ask): Promise<void> {
    const { status, body } = await sendEvents(by, events);
    expect({ status, ...body }).toMatchObject({
      status: 200,
      accepted: events.length,
      rejected: 0,
    });
  }

  function batchesOf<Item>(items: readonly Item[], seed: number, most: number): Item[][] {
    const random = seededRandom(seed, 'batches');
    const batches: Item[][] = [];
    for (let from = 0; from < items.length;) {
      const size = random.whole(1, most);
      batches.push(items.slice(from, from + size));
      from += size;
    }
    return batches;
  }

  async function expectTheSame(): Promise<void> {
    const outcome = await world.outcome();
    for (const part of [
      'events',
      'sources',
      'states',
      'checkpoints',
      'signals',
      'accounts',
    ] as const)
      expect(outcome[part], part).toEqual(undisturbed[part]);
  }

  it('tells a story in which the right accounts are found', () => {
    const detectors = new Set(
      undisturbed.signals.map((signal) => Object(signal).detector as string),
    );
    const high = undisturbed.accounts
      .filter((account) => ['high', 'critical'].includes(Object(account).level))
      .map((account) => Object(account).login);

    expect([...detectors].sort()).toEqual([
      'address-changes',
      'concurrent-sessions',
      'distributed-sign-ins',
      'impossible-travel',
      'mail-from-new-network',
      'new-country',
      'outbound-burst',
      'password-guessing',
      'password-spraying',
      'sender-mismatch',
      'sender-nonexistent',
      'success-after-failures',
    ]);
    expect(high).toEqual(expect.arrayContaining([...COMPROMISED]));
  });

  it('is the same when the events come in batches of random size', async () => {
    for (const batch of batchesOf(STORY, 2, 60)) await take(batch);

    await expectTheSame();
  });

  it('is the same when the events come in any order', async () => {
    const shuffled = seededRandom(3, 'shuffled').shuffled(STORY);
    for (const batch of batchesOf(shuffled, 4, 120)) await take(batch);

    await expectTheSame();
  });

  it('is the same when the events come backwards', async () => {
    for (const batch of batchesOf(STORY.toReversed(), 5, 80)) await take(batch);

    await expectTheSame();
  });

  it('is the same when some events are late by hours and by days', async () => {
    const random = seededRandom(6, 'late');
    const arriving = STORY.map((event) => {
      const late = random.chance(0.15) ? random.fraction() * 3 * DAY_MS : 0;
      return { event, at: Date.parse(event.time) + late };
    }).sort((a, b) => a.at - b.at);
    const events = arriving.map(({ event }) => event);
    for (const batch of batchesOf(events, 7, 50)) await take(batch);

    await expectTheSame();
  });

  it('is the same when the requests of many callers are joined into batches', async () => {
    const requests = batchesOf(seededRandom(8, 'callers').shuffled(STORY), 9, 8);

    await Promise.all(requests.map((batch) => take(batch)));

    await expectTheSame();
  });

  it('is the same when two processes take halves of it at once', async () => {
    const processes = await Promise.all(
      [0, 1].map(() => startChild(world.database.url, { ROLE: 'api' })),
    );
    try {
      await Promise.all(
        processes.map(async (child, which) => {
          const half = STORY.filter((_, index) => index % 2 === which);
          for (const batch of batchesOf(half, 10 + which, 25)) await take(batch, child.ask);
        }),
      );
    } finally {
      await Promise.all(processes.map((child) => child.kill()));
    }

    await expectTheSame();
  });
});
