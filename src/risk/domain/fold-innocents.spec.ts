import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/clock.js';
import { newAccountState } from './account-state.js';
import { CASE_START, aFoldEvent, aMessage } from './fold-event.builder.js';
import { foldEvent } from './fold.js';
import {
  BRAZIL,
  DUBAI,
  LONDON,
  MUMBAI,
  QUIET,
  SETTINGS,
  SPRAYER,
  WORLD,
  fold,
  officeWeeks,
  peakOf,
  session,
  times,
} from './story.builder.js';

describe('an innocent account stays low', () => {
  it.each([
    [
      'at one office address all day',
      times(60, (n) => session(CASE_START + n * 5 * MINUTE_MS, { sourceIp: '192.0.2.1' })),
    ],
    [
      'alternating between office, home and phone every minute',
      times(300, (n) =>
        session(CASE_START + n * MINUTE_MS, {
          sourceIp: ['192.0.2.1', '203.0.113.9', '198.51.100.4'][n % 3],
        }),
      ),
    ],
    [
      'on a phone that takes eight addresses of two carriers in a day',
      times(48, (n) =>
        session(CASE_START + n * 30 * MINUTE_MS, {
          sourceIp: `2001:db8:${Math.floor(n / 6) + 1}::1`,
        }),
      ),
    ],
    [
      'collected by a mail fetcher with many addresses of two networks',
      times(200, (n) =>
        session(CASE_START + n * 5 * MINUTE_MS, {
          sourceIp: `${n % 2 === 0 ? '203.0.113' : '198.51.100'}.${(n * 17) % 250}`,
          place: BRAZIL,
        }),
      ),
    ],
    [
      'scanning documents to oneself under one name that was never synchronised',
      times(100, (n) =>
        session(CASE_START + n * 3 * MINUTE_MS, {
          sender: 'nonexistent',
          from: 'scan@example.test',
        }),
      ),
    ],
    [
      'sending a newsletter to thousands without history',
      times(2_000, (n) => [
        aMessage({ at: CASE_START + n * SECOND_MS, id: String(n).padStart(6, '0'), recipients: 5 }),
      ]),
    ],
    [
      'mistyping a few times before the first success',
      [
        ...times(6, (n) => [aFoldEvent({ at: CASE_START + n, outcome: 'failure' })]),
        ...session(CASE_START + MINUTE_MS),
      ],
    ],
    [
      'with a phone that tries a stale password all day',
      times(2_000, (n) => [
        aFoldEvent({
          at: CASE_START + n * 40 * SECOND_MS,
          outcome: 'failure',
          reason: 'bad-password',
        }),
      ]),
    ],
    [
      'travelling to Dubai and London in a day',
      [
        ...officeWeeks(),
        ...session(CASE_START, { sourceIp: '192.0.2.10', place: MUMBAI }),
        ...session(CASE_START + 5 * HOUR_MS, { sourceIp: '203.0.113.5', place: DUBAI }),
      ],
    ],
  ])('%s', (_case, events) => {
    expect(peakOf(events)).toBeLessThan(25);
  });

  it('behind an office address where many mistype, without history', () => {
    const events = [
      ...times(4, (n) => [aFoldEvent({ at: CASE_START + n, outcome: 'failure' })]),
      ...session(CASE_START + MINUTE_MS),
    ];

    expect(peakOf(events, SPRAYER)).toBeLessThan(25);
  });
});

describe('an innocent account stays below high', () => {
  it('in three countries in a day, by plane', () => {
    const events = [
      ...officeWeeks(),
      ...session(CASE_START, { sourceIp: '192.0.2.10', place: MUMBAI }),
      ...session(CASE_START + 5 * HOUR_MS, { sourceIp: '203.0.113.5', place: DUBAI }),
      ...session(CASE_START + 14 * HOUR_MS, { sourceIp: '198.51.100.5', place: LONDON }),
    ];

    expect(peakOf(events)).toBeLessThan(50);
  });

  it('behind a new VPN and on the phone, and is silent once both are known', () => {
    const state = newAccountState();
    const events = times(100, (n) =>
      session(
        CASE_START + n * 3 * MINUTE_MS,
        n % 2 === 0
          ? { sourceIp: '203.0.113.5', place: LONDON }
          : { sourceIp: '192.0.2.10', place: MUMBAI },
      ),
    );

    const signals = events.flatMap((event) => foldEvent(state, event, QUIET, SETTINGS));

    expect(signals.map(({ detector }) => detector)).toEqual(['impossible-travel']);
    expect(peakOf(events)).toBeLessThan(50);
  });

  it('guessed at by a stranger, and used from new networks by its owner meanwhile', () => {
    const events = [
      ...officeWeeks(),
      ...times(60, (n) => [
        aFoldEvent({
          at: CASE_START + n * MINUTE_MS,
          sourceIp: '203.0.113.66',
          outcome: 'failure',
          reason: 'bad-password',
        }),
      ]),
      ...session(CASE_START + HOUR_MS, { sourceIp: '198.51.100.5' }),
      ...session(CASE_START + 70 * MINUTE_MS, { sourceIp: '2001:db8:7::1' }),
    ];

    expect(peakOf(events)).toBeLessThan(50);
  });

  it('on a train, with another address of its carrier every twenty minutes', () => {
    const events = times(15, (n) =>
      session(CASE_START + n * 20 * MINUTE_MS, { sourceIp: `2001:db8:${n + 1}::1`, place: MUMBAI }),
    );

    expect(peakOf(events)).toBeLessThan(50);
  });

  it('under thousands of failures from everywhere', () => {
    const events = times(3_000, (n) => [
      aFoldEvent({
        at: CASE_START + n * 10 * SECOND_MS,
        sourceIp: `2001:db8:${n.toString(16)}::1`,
        place: WORLD[n % WORLD.length],
        outcome: 'failure',
        reason: 'bad-password',
      }),
    ]);

    expect(peakOf(events, SPRAYER)).toBeLessThan(25);
  });
});

describe('a mailbox that several people read', () => {
  const house = (n: number) => `2001:db8:${n + 1}::1`;
  const weeks = times(21, (day) =>
    times(8, (n) =>
      session(CASE_START - (22 - day) * DAY_MS + n * HOUR_MS, {
        sourceIp: house(n),
        place: MUMBAI,
      }),
    ),
  );
  /** Four networks that are new for it, hours before they all look in at once. */
  const morning = times(4, (n) =>
    session(CASE_START + n * HOUR_MS, { sourceIp: house(100 + n), place: MUMBAI }),
  );
  const together = (at: (n: number) => string) =>
    times(6, (n) =>
      session(CASE_START + 8 * HOUR_MS + n * MINUTE_MS, { sourceIp: at(n), place: MUMBAI }),
    );
  const changes = (events: ReturnType<typeof session>) =>
    fold(events).filter(({ detector }) => detector === 'address-changes');

  it('may be read by those that it is known from at the same time', () => {
    expect(changes([...weeks, ...morning, ...together(house)])).toEqual([]);
  });

  it('is suspicious when the address changes through networks that are new for it', () => {
    expect(changes([...weeks, ...morning, ...together((n) => house(200 + n))])).not.toEqual([]);
  });
});
