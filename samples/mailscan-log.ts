import { botnetSessions } from './botnet.js';
import { sampleCompany } from './company.js';
import { guessingSessions } from './guessing.js';
import type { BackEnd } from './mailscan-session.js';
import { sessionLines } from './mailscan-session.js';
import { officeSessions } from './office.js';
import { plantedLogins } from './planted.js';
import { roamingSessions } from './roaming-staff.js';
import type { SessionPlan } from './session-plan.js';
import { CASE_SESSION, LOG_SECONDS } from './session-plan.js';

/** The company's two mail servers: for the internet, and for the office. */
export type SampleServer = 'external' | 'internal';

/** 11:44:46 in seconds of the day. */
const FIRST_SECOND = (11 * 60 + 44) * 60 + 46;
const FIRST_FILE = 1_175_720_159_958;
const THREADS = 8;

/** Seconds in which the back end answered 454, and then not at all. */
const DOWN_FROM = 8_400;
const UNREACHABLE_FROM = 8_460;
const UP_FROM = 8_520;

/**
 * Five hours of a server's MailScan log, 28 May 2010, 11:44:46 to 16:35:00 at +05:30, without
 * line endings. The external server's begins with the case's own session. The same seed gives the
 * same bytes. Sessions stand one after the other, as in the case's sample, so stamps never go back.
 */
export function* mailscanLog(seed: number, server: SampleServer): Generator<string, void> {
  let free = 0;
  let file = FIRST_FILE;
  let thread = 0;
  for (const plan of plannedSessions(seed, server)) {
    const start = Math.max(plan.startsAt, free);
    const lines = sessionLines(plan, {
      thread: (thread % THREADS) + 1,
      firstFile: file,
      backEnd: backEndAt(start),
      greetingTime: `Fri, 28 May 2010 ${clockTime(start + 1)} +0530`,
    });
    free = start + (lines.at(-1)?.after ?? 0);
    if (free > LOG_SECONDS) return;
    for (const { after, text } of lines) yield `28 May 2010 ${clockTime(start + after)} – ${text}`;
    thread += 1;
    file += plan.messages.length;
  }
}

function plannedSessions(seed: number, server: SampleServer): readonly SessionPlan[] {
  const accounts = sampleCompany(seed);
  if (server === 'internal') return inOrder(officeSessions(seed, accounts));
  const planted = plantedLogins(seed);
  return [
    CASE_SESSION,
    ...inOrder([
      ...botnetSessions(seed, planted),
      ...roamingSessions(seed, accounts),
      ...guessingSessions(seed, accounts, planted),
    ]),
  ];
}

/** Sorting is stable, so sessions of the same second keep their places. */
function inOrder(plans: readonly SessionPlan[]): readonly SessionPlan[] {
  return [...plans].sort((a, b) => a.startsAt - b.startsAt);
}

function backEndAt(second: number): BackEnd {
  if (second < DOWN_FROM || second >= UP_FROM) return 'up';
  return second < UNREACHABLE_FROM ? 'down' : 'unreachable';
}

function clockTime(second: number): string {
  const time = FIRST_SECOND + second;
  return [Math.floor(time / 3_600), Math.floor(time / 60) % 60, time % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
