import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/kernel/geo.js';
import type { Act } from '../../simulation/act.js';
import { buffalogs, buffalogsHigh } from './buffalogs.js';
import { crowdsec } from './crowdsec.js';
import { exim } from './exim.js';
import { fail2ban } from './fail2ban.js';
import type { Peer } from './peer.js';
import { postfwd } from './postfwd.js';
import { wforceDefault, wforceExample } from './wforce.js';

const START = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** 203.0.113.x stands in a country of its own for each x, a degree of latitude (111 km) apart. */
function locate(address: string): Place | undefined {
  const host = Number(/^203\.0\.113\.(\d+)$/.exec(address)?.[1]);
  if (Number.isNaN(host)) return { country: 'DE', latitude: 50, longitude: 8 };
  const letter = String.fromCharCode(65 + (host % 26));
  return { country: `X${letter}`, latitude: host, longitude: 8 };
}

function anAct(after: number, overrides: Partial<Act> = {}): Act {
  return {
    at: START + after,
    account: 'alice@example.com',
    address: '198.51.100.1',
    protocol: 'smtp',
    mechanism: 'PLAIN',
    helo: 'laptop',
    kind: 'message',
    ...overrides,
  };
}

function aFailure(after: number, password: string, overrides: Partial<Act> = {}): Act {
  return anAct(after, { kind: 'failure', reason: 'bad-password', password, ...overrides });
}

/** When alarms came, in milliseconds after the start; undefined where none came. */
function alarmsOf(peer: Peer, acts: readonly Act[]): readonly (number | undefined)[] {
  const run = peer.open(locate);
  return acts.map((act) => {
    const at = run.see(act);
    return at === undefined ? undefined : at - START;
  });
}

function firstAlarm(peer: Peer, acts: readonly Act[]): number {
  return alarmsOf(peer, acts).findIndex((at) => at !== undefined);
}

function times<T>(count: number, make: (turn: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, turn) => make(turn));
}

describe('weakforced as shipped', () => {
  it('refuses the right password of an address with 51 different wrong ones in the hour', () => {
    const fifty = times(50, (turn) => aFailure(turn, `p${turn}`));

    expect(firstAlarm(wforceDefault, [...fifty, anAct(60)])).toBe(-1);
    expect(firstAlarm(wforceDefault, [...fifty, aFailure(55, 'p51'), anAct(60)])).toBe(51);
  });

  it('counts the same wrong password once, and forgets after an hour', () => {
    const stale = times(200, (turn) => aFailure(turn, 'old'));
    const many = times(60, (turn) => aFailure(turn, `p${turn}`));

    expect(firstAlarm(wforceDefault, [...stale, anAct(300)])).toBe(-1);
    expect(firstAlarm(wforceDefault, [...many, anAct(61 * MINUTE)])).toBe(-1);
  });
});

describe("weakforced's example", () => {
  const sixAddresses = times(6, (turn) => anAct(turn * MINUTE, { address: `198.51.100.${turn}` }));

  it('refuses a country that is new when more than five addresses came within the hour', () => {
    const abroad = anAct(10 * MINUTE, { address: '203.0.113.3' });

    expect(firstAlarm(wforceExample, [...sixAddresses, abroad])).toBe(6);
    expect(firstAlarm(wforceExample, [...sixAddresses.slice(1), abroad])).toBe(-1);
  });

  it('lets a country be that was seen twice within the day', () => {
    const seen = times(2, (turn) => anAct(turn - 5 * HOUR, { address: '203.0.113.3' }));

    const abroad = anAct(10 * MINUTE, { address: '203.0.113.3' });

    expect(firstAlarm(wforceExample, [...seen, ...sixAddresses, abroad])).toBe(-1);
  });

  it('refuses a login for five minutes after more than 90 passwords', () => {
    const guesses = times(91, (turn) => aFailure(turn, `p${turn}`));

    const alarms = alarmsOf(wforceExample, [
      ...guesses,
      aFailure(100, 'one more'),
      anAct(4 * MINUTE),
    ]);

    expect(alarms.at(-1)).toBe(4 * MINUTE);
    expect(firstAlarm(wforceExample, [...guesses.slice(1), anAct(4 * MINUTE)])).toBe(-1);
  });
});

describe('fail2ban', () => {
  it('bans an address for ten minutes after five failures within ten', () => {
    const five = times(5, (turn) => aFailure(turn * MINUTE, 'x'));

    expect(firstAlarm(fail2ban, [...five, anAct(5 * MINUTE)])).toBe(5);
    expect(firstAlarm(fail2ban, [...five, anAct(15 * MINUTE)])).toBe(-1);
    expect(firstAlarm(fail2ban, [...five.slice(1), anAct(5 * MINUTE)])).toBe(-1);
  });

  it('never bans who fails slowly', () => {
    const slow = times(50, (turn) => aFailure(turn * 3 * MINUTE, 'x'));

    expect(firstAlarm(fail2ban, [...slow, anAct(50 * 3 * MINUTE)])).toBe(-1);
  });
});

describe("CrowdSec's mail scenarios", () => {
  it.each([
    ['the sixth fast SASL failure', 'smtp' as const, 6, 100],
    ['the third SASL failure within two hours', 'smtp' as const, 3, 20 * MINUTE],
    ['the fourth fast IMAP failure', 'imap' as const, 4, 1_000],
  ])('bans an address for four hours at %s', (_case, protocol, count, apart) => {
    const failures = times(count, (turn) => aFailure(turn * apart, 'x', { protocol }));
    const last = (count - 1) * apart;

    expect(firstAlarm(crowdsec, [...failures, anAct(last + 3.9 * HOUR)])).toBe(count);
    expect(firstAlarm(crowdsec, [...failures, anAct(last + 4.1 * HOUR)])).toBe(-1);
  });

  it('sees nothing in successes', () => {
    const many = times(300, (turn) => anAct(turn * MINUTE, { address: `203.0.113.${turn % 250}` }));

    expect(firstAlarm(crowdsec, many)).toBe(-1);
  });
});

describe('BuffaLogs', () => {
  const from = (host: number, after: number) => anAct(after, { address: `203.0.113.${host}` });

  it('alerts at the next half past about travel faster than 300 km/h', () => {
    const sameCountry = anAct(0, { address: '203.0.113.1' });

    expect(alarmsOf(buffalogs, [sameCountry, from(27, 10 * MINUTE)])).toEqual([
      undefined,
      30 * MINUTE,
    ]);
    expect(alarmsOf(buffalogs, [sameCountry, from(27, 45 * MINUTE)]).at(-1)).toBe(90 * MINUTE);
    // 26 degrees in ten hours are slow enough, and 27 % 26 is the same country as 1.
    expect(firstAlarm(buffalogs, [sameCountry, from(27, 10 * HOUR)])).toBe(-1);
  });

  it('alerts about a country that is new, however slowly it was reached', () => {
    expect(firstAlarm(buffalogs, [from(1, 0), from(2, 24 * HOUR)])).toBe(1);
    expect(firstAlarm(buffalogs, [from(1, 0), from(2, 24 * HOUR), from(1, 48 * HOUR)])).toBe(1);
  });

  it('has a high risk once, with the seventh alert', () => {
    const journey = times(9, (turn) => from(turn, turn * 24 * HOUR));

    const alarms = alarmsOf(buffalogsHigh, journey);

    expect(alarms.map((at) => at !== undefined)).toEqual(times(9, (turn) => turn === 7));
  });
});

describe('postfwd anti-geoip', () => {
  const fromHost = (host: number, after: number) => anAct(after, { address: `203.0.113.${host}` });

  it('refuses the sixth country or the twenty-first address', () => {
    const countries = times(6, (turn) => fromHost(turn, turn * MINUTE));
    const addresses = times(21, (turn) => anAct(turn * MINUTE, { address: `198.51.100.${turn}` }));

    expect(firstAlarm(postfwd, countries)).toBe(5);
    expect(firstAlarm(postfwd, addresses)).toBe(20);
  });

  it('forgets once a day what is older than a day', () => {
    const slow = times(6, (turn) => fromHost(turn, turn * 13 * HOUR));

    expect(firstAlarm(postfwd, slow)).toBe(-1);
  });

  it('sees messages only', () => {
    const reading = times(30, (turn) => ({
      ...fromHost(turn, turn * MINUTE),
      kind: 'sign-in' as const,
    }));

    expect(firstAlarm(postfwd, reading)).toBe(-1);
  });
});

describe("Exim's ten addresses a day", () => {
  it('freezes the account at the eleventh address within 24 hours', () => {
    const addresses = (apart: number) =>
      times(11, (turn) => anAct(turn * apart, { address: `198.51.100.${turn}` }));

    expect(firstAlarm(exim, addresses(2 * HOUR))).toBe(10);
    expect(firstAlarm(exim, addresses(3 * HOUR))).toBe(-1);
  });
});
