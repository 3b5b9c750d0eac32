import type { SampleAccount } from './company.js';
import { SAMPLE_DOMAIN } from './company.js';
import { botAddress, hyderabadAddress } from './networks.js';
import type { Random } from './random.js';
import { seededRandom } from './random.js';
import type { SessionPlan } from './session-plan.js';
import { LOG_SECONDS } from './session-plan.js';

const STALE_PHONES = 3;
const NO_ACCOUNTS = [
  'admin',
  'info',
  'test',
  'root',
  'office',
  'backup',
  'guest',
  'scan',
  'fax',
  'web',
];

/**
 * Wrong passwords that lead nowhere: phones that still have the old one, one address that tries
 * many names, one that tries one name many times. None of it ever signs in.
 */
export function guessingSessions(
  seed: number,
  accounts: readonly SampleAccount[],
  planted: readonly string[],
): readonly SessionPlan[] {
  const random = seededRandom(seed, 'guessing');
  const innocents = random.shuffled(
    accounts
      .filter(({ kind, login }) => kind === 'external' && !planted.includes(login))
      .map(({ login }) => login),
  );
  const [guessed = '', ...others] = innocents;
  return [
    ...others.slice(0, STALE_PHONES).flatMap((login) => stalePhone(login, random)),
    ...oneAddress(
      random,
      [...others.slice(STALE_PHONES, 45), ...NO_ACCOUNTS.map((n) => `${n}@${SAMPLE_DOMAIN}`)],
      {
        from: 5_000,
        every: 90,
      },
    ),
    ...oneAddress(
      random,
      Array.from({ length: 60 }, () => guessed),
      { from: 9_000, every: 30 },
    ),
  ];
}

function stalePhone(login: string, random: Random): readonly SessionPlan[] {
  const address = hyderabadAddress(random);
  const every = random.whole(600, 900);
  const times = Math.floor((LOG_SECONDS - 600) / every);
  return Array.from({ length: times }, (_, index) =>
    aFailure({
      login,
      address,
      greeting: 'EHLO phone',
      startsAt: 100 + index * every + random.whole(0, 30),
    }),
  );
}

function oneAddress(
  random: Random,
  logins: readonly string[],
  { from, every }: { readonly from: number; readonly every: number },
): readonly SessionPlan[] {
  const address = botAddress(random);
  return logins.map((login, index) =>
    aFailure({ login, address, greeting: 'EHLO ylmf-pc', startsAt: from + index * every }),
  );
}

function aFailure(
  known: Pick<SessionPlan, 'address' | 'greeting' | 'startsAt'> & { readonly login: string },
): SessionPlan {
  return { ...known, outcome: 'refused', messages: [], pace: 0.3 };
}
