import { describe, expect, it } from 'vitest';
import { judge, median } from './judge.js';
import { Truth, type EpisodeTruth } from './truth.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function anEpisode(overrides: Partial<EpisodeTruth> = {}): EpisodeTruth {
  return {
    attack: 'botnet',
    account: 'alice@example.com',
    signIns: [10 * DAY, 10 * DAY + HOUR, 10 * DAY + 2 * HOUR],
    messages: [10 * DAY + HOUR],
    ...overrides,
  };
}

const alarm = (at: number, account = 'alice@example.com') => ({ account, at });

describe('the judge', () => {
  it('counts sign-ins up to the alarm, and messages that were taken before it', () => {
    const { figures } = judge([alarm(10 * DAY + HOUR)], [anEpisode()], 1_000);

    expect(figures.attacks.botnet).toEqual({
      episodes: 1,
      detected: 1,
      recall: 1,
      medianSignInsUntilDetection: 2,
      medianMessagesUntilDetection: 1,
    });
    expect(figures.falseAlarms).toBe(0);
  });

  it('takes no alarm for a detection that comes before the attack or long after it', () => {
    const alarms = [alarm(9 * DAY), alarm(10 * DAY + 4 * HOUR)];

    const { figures, missed } = judge(alarms, [anEpisode()], 1_000);

    expect(figures.attacks.botnet?.recall).toBe(0);
    expect(missed).toEqual([anEpisode()]);
    // The early one is false; the late one is about the attack, but too late.
    expect(figures.falseAlarmsPer1000AccountDays).toBe(1);
  });

  it('counts a false alarm once until a day has gone by without any', () => {
    const alarms = [0, 20, 40, 65].map((hours) => alarm(hours * HOUR));

    expect(judge([...alarms, alarm(DAY, 'bob@example.com')], [], 100).figures).toMatchObject({
      falseAlarms: 3,
      falseAlarmsPer1000AccountDays: 30,
    });
  });

  it('blames no alarm that what is left of an attack may have raised', () => {
    const alarms = [alarm(15 * DAY), alarm(18 * DAY)];

    expect(judge(alarms, [anEpisode()], 1_000).falseAlarms).toEqual([alarm(18 * DAY)]);
  });

  it('credits a ban that keeps the owner out with nothing', () => {
    const ban = { ...alarm(10 * DAY + HOUR), hitsOwner: true };

    const { figures } = judge([ban], [anEpisode()], 1_000);

    expect(figures.attacks.botnet?.recall).toBe(0);
    expect(figures.falseAlarms).toBe(1);
  });

  it('wants an alarm for each wave', () => {
    const second = anEpisode({ attack: 'second-wave', signIns: [14 * DAY], messages: [] });

    const { figures } = judge([alarm(10 * DAY)], [anEpisode(), second], 1_000);

    expect(figures.attacks.botnet?.recall).toBe(1);
    expect(figures.attacks['second-wave']?.recall).toBe(0);
  });

  it('has the median of both middle values, and none of nothing', () => {
    expect(median([9, 1, 3, 5])).toBe(4);
    expect(median([])).toBeNull();
  });
});

describe('the truth', () => {
  it('knows of an episode what was done, and leaves out one that never began', () => {
    const truth = new Truth([
      { ordinal: 0, attack: 'stuffing', account: 'alice@example.com' },
      { ordinal: 1, attack: 'botnet', account: 'bob@example.com' },
    ]);
    const act = { account: 'alice@example.com', address: '', protocol: 'smtp', helo: '' } as const;

    truth.see({ ...act, mechanism: 'PLAIN', kind: 'sign-in', at: 5, episode: 0 });
    truth.see({ ...act, mechanism: 'PLAIN', kind: 'message', at: 1_000, episode: 0 });
    truth.see({ ...act, mechanism: 'PLAIN', kind: 'message', at: 2_000 });

    expect(truth.begun()).toEqual([
      {
        attack: 'stuffing',
        account: 'alice@example.com',
        signIns: [5, 1_000],
        messages: [1_120],
      },
    ]);
  });
});
