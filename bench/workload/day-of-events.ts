import { botAddress } from '../../samples/networks.js';
import { seededRandom, type Random } from '../../samples/random.js';
import { addressOf, type Population } from './population.js';

const DAY_MS = 86_400_000;

/** Which events are wanted: `count` of them spread over the UTC day that begins at `day` (ms). */
export interface DayOrder {
  readonly seed: number;
  readonly day: number;
  readonly count: number;
}

/** An event as `POST /v1/events` takes it, without its time. */
type Happening = Readonly<Record<string, unknown>>;

const MAILBOX_PROTOCOLS = [
  ...(['imap', 'imap', 'imap', 'imap', 'imap', 'imap', 'imap'] as const),
  ...(['pop3', 'http', 'sieve'] as const),
] as const;

/**
 * A day of a mail site in the order of time, one JSON text an event: a fifth are messages, each
 * behind the sign-in that handed it in; a tenth are failures, of which six in ten are guesses; a
 * botnet uses a few accounts. The same order gives the same texts.
 */
export function* dayOfEvents(population: Population, order: DayOrder): Generator<string> {
  const { seed, day, count } = order;
  const random = seededRandom(seed, `bench/events/${day}`);
  for (let made = 0; made < count;) {
    for (const happening of nextHappenings(population, random, day + made)) {
      if (made === count) return;
      const time = new Date(day + Math.floor((made * DAY_MS) / count)).toISOString();
      yield JSON.stringify({ time, ...happening });
      made += 1;
    }
  }
}

/** The day as request bodies of `size` events, one a line. */
export function ndjsonBatches(population: Population, order: DayOrder, size: number): Buffer[] {
  const batches: Buffer[] = [];
  let lines: string[] = [];
  const close = () => {
    if (lines.length > 0) batches.push(Buffer.from(`${lines.join('\n')}\n`));
    lines = [];
  };
  for (const line of dayOfEvents(population, order)) if (lines.push(line) === size) close();
  close();
  return batches;
}

function nextHappenings(
  population: Population,
  random: Random,
  ordinal: number,
): readonly Happening[] {
  const draw = random.fraction();
  // Of 1.25 events a turn, 0.25 are messages and 0.125 failures.
  if (draw < 0.246) return submission(population, random, ordinal);
  if (draw < 0.25) return abuse(population, random, ordinal);
  if (draw < 0.3) return [mistyped(population, random)];
  if (draw < 0.375) return [guess(population, random)];
  const who = population.anyone(random);
  const address = addressOf(who, random);
  return [signIn(who.login, address, random.pick(MAILBOX_PROTOCOLS), who.client, random)];
}

function submission(population: Population, random: Random, ordinal: number): Happening[] {
  const who = population.anyone(random);
  const address = addressOf(who, random);
  const recipients = random.chance(0.9) ? 1 : random.whole(2, 12);
  return handedIn(who.login, address, who.client, { sender: who.login, recipients }, [
    random,
    ordinal,
  ]);
}

function abuse(population: Population, random: Random, ordinal: number): Happening[] {
  const { login } = population.stolen(random);
  const sender = `${random.whole(100_000, 999_999).toString(36)}@example.com`;
  const letter = { sender, recipients: random.whole(20, 50) };
  return handedIn(login, botAddress(random), 'User', letter, [random, ordinal]);
}

function handedIn(
  login: string,
  address: string,
  client: string,
  letter: { readonly sender: string; readonly recipients: number },
  [random, ordinal]: readonly [Random, number],
): Happening[] {
  const first = signIn(login, address, 'smtp', client, random);
  const isRefused = random.chance(0.01);
  const message = {
    ...letter,
    rejectedRecipients: isRefused ? 1 : 0,
    bytes: random.whole(900, 60_000),
    queueId: `4Y${ordinal.toString(36).toUpperCase()}`,
  };
  const second = { ...first, type: 'message', message };
  return [first, isRefused ? { ...second, outcome: 'failure', reason: 'policy' } : second];
}

function signIn(
  account: string,
  sourceIp: string,
  protocol: string,
  client: string,
  random: Random,
): Happening {
  return {
    type: 'authentication',
    account,
    sourceIp,
    protocol,
    outcome: 'success',
    reason: null,
    server: 'mx1.example.com',
    listener: random.chance(0.7) ? 'external' : 'internal',
    client,
    session: random.whole(0, 2 ** 40).toString(36),
    message: null,
  };
}

function mistyped(population: Population, random: Random): Happening {
  const who = population.anyone(random);
  const attempt = signIn(who.login, addressOf(who, random), 'imap', who.client, random);
  return { ...attempt, outcome: 'failure', reason: 'bad-password' };
}

function guess(population: Population, random: Random): Happening {
  const isStranger = random.chance(0.3);
  const { login } = population.anyone(random);
  const name = isStranger ? `info${random.whole(1, 500)}@example.com` : login;
  const attempt = signIn(name, population.guesser(random), 'smtp', 'User', random);
  const reason = isStranger ? 'unknown-account' : 'bad-password';
  return { ...attempt, outcome: 'failure', reason };
}
