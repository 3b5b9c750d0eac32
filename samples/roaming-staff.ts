import type { SampleAccount } from './company.js';
import { dubaiAddress, homeAddresses, hyderabadAddress } from './networks.js';
import { ownMessage } from './own-message.js';
import type { Random } from './random.js';
import { seededRandom } from './random.js';
import type { SessionPlan } from './session-plan.js';
import { LOG_SECONDS } from './session-plan.js';

/** Account who takes the plane from Hyderabad to Dubai between his first and his last message. */
const TRAVELLER = 'usr66@company.co.in';
const ID_REMOVED = 0.01;
const MISTYPES = 0.15;

/** A day of those who use the external server: their own mail from one to three addresses. */
export function roamingSessions(
  seed: number,
  accounts: readonly SampleAccount[],
): readonly SessionPlan[] {
  return accounts
    .filter(({ kind }) => kind === 'external')
    .flatMap((account) => {
      const random = seededRandom(seed, `roaming/${account.login}`);
      if (account.login === TRAVELLER) return journey(account, random);
      const addresses = homeAddresses(random);
      return addresses.flatMap((address, turn) =>
        stay(account, address, random, {
          from: 60 + (turn * (LOG_SECONDS - 180)) / addresses.length,
          to: 60 + ((turn + 1) * (LOG_SECONDS - 180)) / addresses.length - 90,
          sessions: Math.ceil(random.whole(3, 7) / addresses.length),
        }),
      );
    });
}

function journey(account: SampleAccount, random: Random): readonly SessionPlan[] {
  return [
    ...stay(account, hyderabadAddress(random), random, { from: 60, to: 900, sessions: 3 }),
    ...stay(account, dubaiAddress(random), random, {
      from: 15_900,
      to: LOG_SECONDS - 180,
      sessions: 3,
    }),
  ];
}

function stay(
  account: SampleAccount,
  address: string,
  random: Random,
  { from, to, sessions }: { readonly from: number; readonly to: number; readonly sessions: number },
): readonly SessionPlan[] {
  const greeting = `EHLO ${account.login.split('@', 1)[0] ?? ''}-laptop`;
  return Array.from({ length: sessions }, () => {
    const startsAt = Math.floor(from + random.fraction() * (to - from));
    const session: SessionPlan = {
      startsAt,
      address,
      greeting,
      login: random.chance(ID_REMOVED) ? undefined : account.login,
      outcome: 'accepted',
      messages: [ownMessage(account, random)],
      pace: 0.15 + random.fraction() * 0.25,
    };
    return random.chance(MISTYPES)
      ? [...mistypes({ ...session, login: account.login }, random), session]
      : [session];
  }).flat();
}

/** One to three wrong passwords just before. */
function mistypes(session: SessionPlan, random: Random): readonly SessionPlan[] {
  return Array.from({ length: random.whole(1, 3) }, (_, index) => ({
    ...session,
    startsAt: Math.max(20, session.startsAt - 25 * (index + 1)),
    outcome: 'refused' as const,
    messages: [],
  }));
}
