import { SAMPLE_DOMAIN } from './company.js';
import { inventedName, outsideAddress } from './invented-names.js';
import { botAddress } from './networks.js';
import type { Random } from './random.js';
import { seededRandom } from './random.js';
import type { MessagePlan, SessionPlan } from './session-plan.js';
import { LOG_SECONDS } from './session-plan.js';

/** Before this second the botnet only tries its list: sign-ins without mail. */
const SET_UP_ENDS = 1_500;
/** Later no account begins to send. */
const LAST_BEGINNING = 12_500;
const SENDS_OWN_NAME = 0.15;
const ID_REMOVED = 0.02;

/** The campaign: first each stolen account is tried, then it sends from a new machine each minute or so. */
export function botnetSessions(seed: number, planted: readonly string[]): readonly SessionPlan[] {
  return planted.flatMap((login) => {
    const random = seededRandom(seed, `botnet/${login}`);
    return [...trials(login, random), ...spamRun(login, random)];
  });
}

function trials(login: string, random: Random): readonly SessionPlan[] {
  return Array.from({ length: random.whole(1, 3) }, () => ({
    ...aBotSession(random),
    startsAt: random.whole(120, SET_UP_ENDS),
    login,
    messages: [],
  }));
}

function spamRun(login: string, random: Random): readonly SessionPlan[] {
  // The square root lets few begin early and most late: the attack grows.
  const begins = SET_UP_ENDS + Math.sqrt(random.fraction()) * (LAST_BEGINNING - SET_UP_ENDS);
  const secondsBetween = random.whole(60, 140);
  const sessions: SessionPlan[] = [];
  let startsAt = begins;
  for (let left = random.whole(22, 58); left > 0 && startsAt < LOG_SECONDS - 15; left -= 1) {
    sessions.push({
      ...aBotSession(random),
      startsAt: Math.floor(startsAt),
      login: random.chance(ID_REMOVED) ? undefined : login,
      messages: [spam(login, random)],
    });
    startsAt += 15 + random.wait(secondsBetween - 15);
  }
  return sessions;
}

function aBotSession(
  random: Random,
): Pick<SessionPlan, 'address' | 'greeting' | 'outcome' | 'pace'> {
  const address = botAddress(random);
  const name = random.chance(0.5) ? address : `${inventedName(random).toLowerCase()}-pc`;
  return {
    address,
    greeting: `helo ${name}`,
    outcome: 'accepted',
    pace: 0.2 + random.fraction() * 0.25,
  };
}

function spam(login: string, random: Random): MessagePlan {
  const invented = `${letters(random, 4)}${inventedName(random).toLowerCase()}@${SAMPLE_DOMAIN}`;
  return {
    sender: random.chance(SENDS_OWN_NAME) ? login : invented,
    recipients: Array.from({ length: random.whole(1, 5) }, () => outsideAddress(random)),
    bytes: random.whole(1_000, 5_000),
  };
}

function letters(random: Random, count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(random.whole(97, 122))).join('');
}
