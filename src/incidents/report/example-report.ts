import type { IncidentReport } from '../domain/report.js';
import { EXAMPLE_INCIDENT } from '../incidents.schemas.js';

const SIGN_IN = '2026-11-23T06:16:20.000Z';
const ABUSE = '2026-11-23T06:41:02.000Z';

/** A short report, as the documentation shows it. */
export const EXAMPLE_REPORT: IncidentReport = {
  madeAt: '2026-11-23T12:00:00.000Z',
  incident: {
    id: EXAMPLE_INCIDENT.id,
    number: EXAMPLE_INCIDENT.number,
    status: 'contained',
    title: EXAMPLE_INCIDENT.title,
    openedAt: EXAMPLE_INCIDENT.openedAt,
    closedAt: null,
    firstSignInAt: SIGN_IN,
    firstAbuseAt: ABUSE,
    lastActivityAt: EXAMPLE_INCIDENT.lastActivityAt,
    accounts: EXAMPLE_INCIDENT.accounts,
    addresses: EXAMPLE_INCIDENT.addresses,
    networks: EXAMPLE_INCIDENT.networks,
    countries: EXAMPLE_INCIDENT.countries,
    signIns: EXAMPLE_INCIDENT.signIns,
    messages: EXAMPLE_INCIDENT.messages,
    recipients: EXAMPLE_INCIDENT.recipients,
  },
  questions: [
    {
      number: 4,
      question: 'What do these accounts share, and the others not?',
      answer: '31 of 31 use ext1.example.com; 22 % of the others do.',
      details: ["Lift 3.2, p 2.4e-18 (Fisher's exact test)."],
    },
  ],
  nextSteps: ['Wait for the end of the watch: without a second wave the end points are clean.'],
  leadWindow: {
    firstSignInAt: SIGN_IN,
    firstAccount: 'usr1@example.com',
    firstAbuseAt: ABUSE,
    minutes: 25,
    sentence:
      'They first signed in at 2026-11-23 06:16:20 UTC, to usr1@example.com, 24 min before the first message.',
  },
  commonPoints: {
    points: [
      {
        attribute: 'server',
        value: 'ext1.example.com',
        membersWith: 31,
        members: 31,
        othersWith: 48,
        others: 219,
        lift: 3.16,
        pValue: 2.4e-18,
        qValue: 1.2e-17,
        sentence: '31 of 31 use ext1.example.com; 22 % of the others do.',
      },
    ],
    tested: 5,
    others: 219,
    isSample: false,
  },
  countries: [{ country: 'BR', addresses: 80, signIns: 84, messages: 79 }],
  places: [
    { latitude: -23.5, longitude: -46.6, country: 'BR', city: null, addresses: 40, signIns: 42 },
  ],
  series: {
    binMinutes: 2,
    addressesAMinute: [{ at: SIGN_IN, value: 3 }],
    binHours: 1,
    messagesAnHour: [{ at: SIGN_IN, value: 120 }],
  },
  mail: { messages: 1_330, recipients: 3_912, rejectedRecipients: 45, unnamedMessages: 27 },
  passwords: { audited: 31, weak: 4, storedInClear: 0 },
  blacklists: { watched: 1, listings: [] },
  actions: [
    { operation: 'force-reset', status: 'applied', count: 31, lastAt: EXAMPLE_INCIDENT.changedAt },
  ],
  secondWave: {
    state: 'watching',
    sentence:
      '31 of 31 accounts are still being watched, and 0 stayed quiet to the end; nobody came back so far.',
  },
  timeline: [{ at: SIGN_IN, clock: 'log', what: 'First sign-in by the intruders.' }],
  accounts: [
    {
      accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
      login: 'usr1@example.com',
      displayName: 'Belora Tamik',
      score: 97.12,
      level: 'critical',
      standing: 'remediated',
      firstAt: SIGN_IN,
      lastAt: EXAMPLE_INCIDENT.lastActivityAt,
      firstMessageAt: ABUSE,
      addresses: 44,
      countries: ['BR', 'TR'],
      messages: 43,
      recipients: 128,
      sharedNetworks: 7,
      evidence: ['Signed in from 12 addresses in 12 networks and 9 countries within 1 h.'],
      actions: ['force-reset applied'],
      findings: [],
      secondWave: 'watching',
      endPoints: [],
    },
  ],
  alsoTouched: [],
  otherIncidents: [],
};
