import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';
import { campaignsOf } from './campaigns.js';
import { aFootprint, STORY_START } from './footprint.builder.js';
import { summaryOf } from './incident-summary.js';
import type { MemberFacts, ReportFacts } from './report-facts.js';

const COUNTRIES = ['BR', 'RU', 'TR', 'VN', 'UA', 'PL', 'KR', 'CN', 'AR', 'CO', 'MX', 'IT'];

/** An account that a botnet used from so many addresses, sending from the 25th minute on. */
export function aMember(n: number, overrides: Partial<MemberFacts> = {}): MemberFacts {
  const addresses = Array.from(
    { length: 20 + ((7 * n) % 40) },
    (_, k) => `${20 + ((n + k) % 180)}.${(7 * k) % 250}.${(13 * n + k) % 250}.${1 + (k % 250)}`,
  );
  const footprint = aFootprint(`a${n}`, addresses, { recipients: 4, messages: 1 });
  return {
    accountId: `019aad7c-4800-7f3e-9d0a-${String(n).padStart(12, '0')}`,
    login: `usr${n}@example.com`,
    displayName: `Invented Name ${n}`,
    score: 99.6 - (n % 40),
    level: n % 40 < 20 ? 'critical' : 'high',
    standing: 'remediated',
    sharedNetworks: n % 9,
    joinedAt: STORY_START + 5 * HOUR_MS,
    remediatedAt: STORY_START + 5 * HOUR_MS,
    wave: undefined,
    evidence: [
      'Signed in from 24 addresses in 24 networks and 15 countries within 1 h.',
      `Sent as wkjx${n}@example.com, which does not exist in the directory: one of 12 such senders within 24 h.`,
      'From Istanbul to Hanoi, 7,300 km, within 4 minutes.',
    ],
    actions: [
      { operation: 'force-reset', status: 'applied', at: STORY_START + 5 * HOUR_MS },
      { operation: 'lock', status: 'applied', at: STORY_START + 5 * HOUR_MS + 900 },
    ],
    findings: n % 8 === 0 ? [{ finding: 'guessed-password', severity: 'high' }] : [],
    ...overrides,
    footprint: {
      ...footprint,
      uses: footprint.uses.map((use, k) => {
        const at = STORY_START + (n % 60) * MINUTE_MS + k * 5 * MINUTE_MS;
        const firstMessage = k === 0 ? undefined : at + 25 * MINUTE_MS;
        const country = COUNTRIES[(n + k) % COUNTRIES.length];
        return { ...use, country, first: at, last: firstMessage ?? at, firstMessage };
      }),
      first: STORY_START + (n % 60) * MINUTE_MS,
      last: STORY_START + 5 * HOUR_MS,
      ...overrides.footprint,
    },
  };
}

/** What a report of so many accounts is made from. */
export function someReportFacts(
  accounts: number,
  overrides: Partial<ReportFacts> = {},
): ReportFacts {
  const members = overrides.members ?? Array.from({ length: accounts }, (_, n) => aMember(n + 1));
  const [campaign] = campaignsOf(
    members.map(({ footprint }) => footprint),
    [members.map(({ footprint }) => footprint.accountId)],
  );
  if (!campaign) throw new Error('a report needs an account');
  const bars = (count: number, step: number, height: (n: number) => number) =>
    Array.from({ length: count }, (_, n) => ({
      at: new Date(STORY_START + n * step).toISOString(),
      value: height(n),
    }));
  return {
    madeAt: STORY_START + DAY_MS,
    incident: {
      id: '019aad7c-6000-7b3c-9d4e-5f6071829304',
      number: 7,
      status: 'contained',
      openedAt: STORY_START + 5 * HOUR_MS,
      closedAt: undefined,
      summary: summaryOf(campaign),
    },
    places: Array.from({ length: 300 }, (_, n) => ({
      latitude: -35 + ((37 * n) % 95),
      longitude: -120 + ((61 * n) % 260),
      country: COUNTRIES[n % COUNTRIES.length] ?? 'BR',
      city: `Town ${n}`,
      addresses: 1 + ((n * n) % 23),
      signIns: 1 + ((n * n) % 40),
    })),
    commonPoints: {
      points: [
        {
          attribute: 'server',
          value: 'ext1.example.com',
          membersWith: members.length,
          members: members.length,
          othersWith: 48,
          others: 219,
          lift: 3.16,
          pValue: 2.4e-18,
          qValue: 1.2e-17,
          sentence: `${members.length} of ${members.length} use ext1.example.com; 22 % of the others do.`,
        },
      ],
      tested: 41,
      others: 219,
      isSample: false,
    },
    senders: [
      { detector: 'sender-nonexistent', accounts: 5, examples: ['wkjxbetrayal@example.com'] },
    ],
    series: {
      binMinutes: 2,
      addressesAMinute: bars(150, 2 * MINUTE_MS, (n) =>
        Math.round(12 * Math.sin(n / 50) ** 2 + (n % 5)),
      ),
      binHours: 1,
      messagesAnHour: bars(6, HOUR_MS, (n) => 40 + 130 * n),
    },
    unnamedMessages: 3,
    alsoTouched: [],
    otherIncidents: [],
    blacklists: { watched: 0, listings: [] },
    audited: members.length,
    ...overrides,
    members,
  };
}
