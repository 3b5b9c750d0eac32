import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { everyItem, sendEvents } from '../support/asking.js';
import { openWorld, type World } from '../support/world.js';

const START = Date.UTC(2026, 5, 1, 8);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALICE = 'alice@example.test';

function signIn(time: number, sourceIp: string, client: string) {
  return {
    type: 'authentication',
    time: new Date(time).toISOString(),
    account: ALICE,
    sourceIp,
    client,
    protocol: 'smtp',
    outcome: 'success',
  };
}

/** Two sign-ins a day at home. */
const atHome = (from: number, days: number) =>
  Array.from({ length: 2 * days }, (_, n) =>
    signIn(from + (n * DAY) / 2, '192.0.2.10', 'desk.example.test'),
  );

const attack = (from: number) =>
  Array.from({ length: 3 }, (_, n) => signIn(from + n * HOUR, '198.51.100.7', 'bot.invalid'));

describe('the known-good history of an account', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.beginAnew([ALICE]));
  afterAll(() => world.close());

  async function give(verdict: 'compromised' | 'safe') {
    const [{ id }] = await everyItem(world.service.ask, `/v1/accounts?login=${ALICE}`);
    const { status } = await world.service.ask(`/v1/accounts/${id}/verdict`, {
      method: 'POST',
      json: { verdict, note: 'She says so.' },
    });
    expect(status).toBeLessThan(300);
  }

  async function newClients(): Promise<number> {
    const signals = await everyItem(world.service.ask, '/v1/signals');
    return signals.filter(({ detector }) => detector === 'new-client').length;
  }

  /** All but the scores, which hold for the time of the verdict. */
  async function learnt() {
    const { events, signals, states, checkpoints } = await world.outcome();
    return { events, signals, states, checkpoints };
  }

  async function attacked() {
    await sendEvents(world.service.ask, atHome(START, 14));
    await sendEvents(world.service.ask, attack(START + 14 * DAY));
    expect(await newClients()).toBe(1);
  }

  it('takes in what raised a signal, as long as nobody says what it was', async () => {
    await attacked();
    await sendEvents(world.service.ask, attack(START + 18 * DAY));

    expect(await newClients()).toBe(1);
  });

  it('loses after the verdict compromised what it took in since shortly before the attack', async () => {
    await attacked();
    await give('compromised');
    await sendEvents(world.service.ask, atHome(START + 15 * DAY, 1));
    const atHomeAgain = await newClients();
    await sendEvents(world.service.ask, attack(START + 18 * DAY));

    expect([atHomeAgain, await newClients()]).toEqual([1, 2]);
  });

  it('keeps it when the verdict is safe after all', async () => {
    await attacked();
    await give('compromised');
    await give('safe');
    await sendEvents(world.service.ask, attack(START + 18 * DAY));

    expect(await newClients()).toBe(1);
  });

  it('is restored by every further verdict, for a second and a third wave', async () => {
    await attacked();
    for (const day of [18, 22]) {
      await give('compromised');
      await sendEvents(world.service.ask, attack(START + day * DAY));
    }

    expect(await newClients()).toBe(3);
  });

  it('is the same when events come late after the verdict', async () => {
    const back = attack(START + 18 * DAY);
    const late = signIn(START + 14 * DAY + HOUR / 2, '192.0.2.10', 'desk.example.test');
    const between = signIn(START + 17 * DAY, '192.0.2.10', 'desk.example.test');
    await attacked();
    await give('compromised');
    await sendEvents(world.service.ask, [late, between, ...back]);
    const inOrder = await learnt();

    await world.beginAnew([ALICE]);
    await attacked();
    await give('compromised');
    await sendEvents(world.service.ask, back);
    await sendEvents(world.service.ask, [between]);
    await sendEvents(world.service.ask, [late]);

    expect(await newClients()).toBe(2);
    expect(await learnt()).toEqual(inOrder);
  });

  it('is taken down for nobody who was never seen', async () => {
    await give('compromised');

    expect(await world.sql(`SELECT account_id FROM known_good_history`)).toEqual([]);
  });
});
