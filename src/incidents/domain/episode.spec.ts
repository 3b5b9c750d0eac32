import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../kernel/clock.js';
import { episodeStart } from './episode.js';

describe('an episode', () => {
  it('begins with the first signal after three quiet days', () => {
    const times = [0, 10, 14, 16, 17].map((day) => day * DAY_MS);

    expect(episodeStart(times)).toBe(14 * DAY_MS);
  });

  it('has no beginning without signals', () => {
    expect(episodeStart([])).toBeUndefined();
  });
});
