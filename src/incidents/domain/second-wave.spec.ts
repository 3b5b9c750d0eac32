import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import { networkOf } from '../../kernel/ip-address.js';
import { incidentWaveOf, WAVE_STATES, type WaveFacts, waveOf } from './second-wave.js';

const REMEDY = Date.UTC(2026, 5, 1, 12);

function someFacts(overrides: Partial<WaveFacts> = {}): WaveFacts {
  return {
    remediatedAt: REMEDY,
    watchMs: 7 * DAY_MS,
    logNow: REMEDY + DAY_MS,
    uses: [],
    failedTries: 0,
    campaignNetworks: new Set(['198.51.100.0/24']),
    ownNetworks: new Set(['192.0.2.0/24']),
    ...overrides,
  };
}

const aUse = (address: string, at: number, last = at) => ({
  address,
  network: networkOf(address),
  first: at,
  last,
});

describe('the watch for a second wave', () => {
  it('has not begun before a remedy', () => {
    expect(waveOf(someFacts({ remediatedAt: undefined })).state).toBe('none');
  });

  it('goes on until its time is up in the log', () => {
    const uses = [aUse('192.0.2.8', REMEDY + HOUR_MS)];

    expect(waveOf(someFacts({ uses }))).toMatchObject({ state: 'watching', ownerSeen: true });
    expect(waveOf(someFacts({ uses, logNow: REMEDY + 7 * DAY_MS })).state).toBe('quiet');
    expect(waveOf(someFacts({ uses, logNow: undefined })).state).toBe('watching');
  });

  it('ends when somebody comes back from the campaign, and names where the new password was typed in', () => {
    const wave = waveOf(
      someFacts({
        uses: [
          aUse('192.0.2.8', REMEDY + HOUR_MS),
          aUse('192.0.2.9', REMEDY + 5 * HOUR_MS),
          aUse('198.51.100.7', REMEDY + 3 * HOUR_MS),
        ],
      }),
    );

    expect(wave).toMatchObject({
      state: 'recurred',
      recurredAt: '2026-06-01T15:00:00.000Z',
      intruders: ['198.51.100.7'],
      endPoints: ['192.0.2.8'],
    });
  });

  it('takes a crowd of new networks for the second wave of another botnet', () => {
    const crowd = (size: number) =>
      Array.from({ length: size }, (_, n) => aUse(`203.0.${n}.1`, REMEDY + HOUR_MS));

    expect(waveOf(someFacts({ uses: crowd(5) })).state).toBe('recurred');
    expect(waveOf(someFacts({ uses: crowd(4) })).state).toBe('watching');
  });

  it('forgives what was under way when the password was changed', () => {
    const uses = [aUse('198.51.100.7', REMEDY - HOUR_MS, REMEDY + 60_000)];

    expect(waveOf(someFacts({ uses })).state).toBe('watching');
  });

  it('counts tries with the old password for what they are', () => {
    expect(waveOf(someFacts({ failedTries: 12 }))).toMatchObject({
      state: 'watching',
      failedTries: 12,
    });
  });

  it('never goes back from a recurrence to quiet when more is seen', () => {
    const use = fc
      .record({ octet: fc.integer({ min: 1, max: 9 }), after: fc.integer({ min: 0, max: 14 }) })
      .map(({ octet, after }) => aUse(`203.0.${octet}.1`, REMEDY + after * DAY_MS));
    fc.assert(
      fc.property(
        fc.array(use),
        fc.array(use),
        fc.integer({ min: 0, max: 30 }),
        (some, more, day) => {
          const logNow = REMEDY + day * DAY_MS;
          const before = waveOf(someFacts({ uses: some, logNow })).state;
          const after = waveOf(someFacts({ uses: [...some, ...more], logNow })).state;

          expect(before === 'recurred' && after !== 'recurred').toBe(false);
        },
      ),
    );
  });
});

describe('the verdict on an incident', () => {
  const waves = (...states: readonly (typeof WAVE_STATES)[number][]) =>
    incidentWaveOf(states.map((state) => ({ state, ownerSeen: true })));

  it('is that a server leaked when nobody came back anywhere', () => {
    expect(waves('quiet', 'quiet').state).toBe('quiet');
    expect(waves('quiet', 'quiet').sentence).toContain('A leak on a server is likely');
  });

  it('waits for every account', () => {
    expect(waves('quiet', 'watching').state).toBe('watching');
    expect(waves('quiet', 'none').state).toBe('none');
  });

  it('is recurred as soon as one account is', () => {
    expect(waves('quiet', 'watching', 'recurred').state).toBe('recurred');
  });
});
