import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asking, everyItem, sendEvents } from '../support/asking.js';
import { aStory, STAFF } from '../support/story.js';
import { openWorld, type World } from '../support/world.js';

const THRESHOLDS = [
  [80, 'critical'],
  [50, 'high'],
  [25, 'medium'],
  [0, 'low'],
] as const;

interface Card {
  readonly login: string;
  readonly score: number;
  readonly level: string;
  readonly explanation: {
    readonly score: number;
    readonly contributions: readonly {
      readonly signalId: string;
      readonly detector: string;
      readonly weight: number;
      readonly confidence: number;
      readonly decay: number;
      readonly contribution: number;
    }[];
  };
}

describe('promise 7: a stored score can be recomputed from its stored contributions, to the digit', () => {
  let world: World;
  let ask: Asking;

  beforeAll(async () => {
    world = await openWorld();
    ({ ask } = world.service);
    await world.beginAnew(STAFF);
    await sendEvents(ask, aStory());
  });
  afterAll(() => world.close());

  async function cards(): Promise<Card[]> {
    const accounts = await everyItem(ask, '/v1/accounts');
    return Promise.all(accounts.map(async ({ id }) => (await ask(`/v1/accounts/${id}`)).body));
  }

  /** As the API documents it: 100 × (1 − Π(1 − contribution)), two decimals. */
  function recomputed({ explanation }: Card): number {
    const left = explanation.contributions
      .map(({ contribution }) => 1 - contribution)
      .sort((a, b) => a - b)
      .reduce((product, factor) => product * factor, 1);
    return Math.round(1e4 * (1 - left)) / 100;
  }

  function expectToAddUp(found: readonly Card[]): void {
    for (const card of found) {
      const [, level] = THRESHOLDS.find(([from]) => card.score >= from) ?? [];
      expect([card.login, recomputed(card)]).toEqual([card.login, card.score]);
      expect([card.login, card.explanation.score]).toEqual([card.login, card.score]);
      expect([card.login, card.level]).toEqual([card.login, level]);
      const detectors = card.explanation.contributions.map(({ detector }) => detector);
      expect(new Set(detectors).size).toBe(detectors.length);
    }
  }

  it('holds for every account of the story', async () => {
    const found = await cards();

    expectToAddUp(found);
    expect(new Set(found.map(({ level }) => level)).size).toBeGreaterThanOrEqual(3);
  });

  it('holds for each contribution: weight, confidence and decay make it', async () => {
    for (const { explanation } of await cards())
      for (const { weight, confidence, decay, contribution } of explanation.contributions) {
        const product = Math.round(weight * confidence * decay * 1e6) / 1e6;
        // Failures alone may count for less, never for more.
        expect(contribution).toBeLessThanOrEqual(product + 1e-6);
      }
  });

  it('names stored signals with the confidence that they have', async () => {
    const signals = new Map(
      (await everyItem(ask, '/v1/signals')).map((signal) => [signal.id, signal]),
    );

    for (const { explanation } of await cards())
      for (const { signalId, detector, confidence } of explanation.contributions)
        expect(signals.get(signalId)).toMatchObject({ detector, confidence });
  });

  it('holds after the scores have decayed', async () => {
    await world.outcome();

    expectToAddUp(await cards());
  });

  it('holds after verdicts: a confirmed compromise is certain, a safe account begins anew', async () => {
    const [worst, second] = await everyItem(ask, '/v1/accounts');
    const verdict = (id: string, word: string) =>
      ask(`/v1/accounts/${id}/verdict`, { method: 'POST', json: { verdict: word, note: 'Seen.' } });

    await verdict(worst.id, 'safe');
    await verdict(second.id, 'compromised');

    const found = await cards();
    expectToAddUp(found);
    const scoreOf = (login: string) => found.find((card) => card.login === login)?.score;
    expect([scoreOf(worst.login), scoreOf(second.login)]).toEqual([0, 100]);
  });
});
