import type { SampleAccount } from './company.js';
import { outsideAddress } from './invented-names.js';
import { ownMessage } from './own-message.js';
import type { Random } from './random.js';
import { seededRandom } from './random.js';
import type { SessionPlan } from './session-plan.js';
import { LOG_SECONDS } from './session-plan.js';

/** The newsletter goes out in sessions of so many messages: 300 together, within minutes. */
const ISSUE_SESSIONS = 30;
const MESSAGES_A_SESSION = 10;

/** A day on the internal server: office staff, scanners and newsletters, each from one LAN address. */
export function officeSessions(
  seed: number,
  accounts: readonly SampleAccount[],
): readonly SessionPlan[] {
  return accounts.flatMap((account, index) => {
    const random = seededRandom(seed, `office/${account.login}`);
    const address = `192.168.${10 + Math.floor(index / 100)}.${20 + (index % 100)}`;
    switch (account.kind) {
      case 'internal':
        return staffDay(account, address, random);
      case 'device':
        return scannerDay(account, address, random);
      case 'newsletter':
        return newsletterDay(account, address, random);
      case 'external':
        return [];
    }
  });
}

function staffDay(account: SampleAccount, address: string, random: Random): readonly SessionPlan[] {
  return Array.from({ length: random.whole(1, 5) }, () => ({
    ...aLanSession(account, address),
    startsAt: random.whole(30, LOG_SECONDS - 120),
    messages: [ownMessage(account, random)],
  }));
}

function scannerDay(
  account: SampleAccount,
  address: string,
  random: Random,
): readonly SessionPlan[] {
  const sessions: SessionPlan[] = [];
  for (let at = random.whole(30, 600); at < LOG_SECONDS - 120; at += random.whole(300, 800))
    sessions.push({
      ...aLanSession(account, address),
      startsAt: at,
      messages: [{ ...ownMessage(account, random), bytes: random.whole(40_000, 900_000) }],
    });
  return sessions;
}

function newsletterDay(
  account: SampleAccount,
  address: string,
  random: Random,
): readonly SessionPlan[] {
  const hasIssue = account.login.startsWith('newsletter1@');
  const startsAt = random.whole(9_000, 12_000);
  return Array.from({ length: hasIssue ? ISSUE_SESSIONS : 2 }, (_, index) => ({
    ...aLanSession(account, address),
    startsAt: startsAt + index * 12,
    messages: Array.from({ length: hasIssue ? MESSAGES_A_SESSION : 3 }, () => ({
      sender: account.login,
      recipients: [outsideAddress(random)],
      bytes: 24_500,
    })),
  }));
}

function aLanSession(
  account: SampleAccount,
  address: string,
): Pick<SessionPlan, 'address' | 'greeting' | 'login' | 'outcome' | 'pace'> {
  const greeting = `EHLO ${account.login.split('@', 1)[0] ?? ''}-desk`;
  return { address, greeting, login: account.login, outcome: 'accepted', pace: 0.15 };
}
