import { type Random, seededRandom } from '../../samples/random.js';
import { botAddress, dubaiAddress, hyderabadAddress } from '../../samples/networks.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The first midnight (UTC) of the story, a Monday. */
export const STORY_START = Date.UTC(2026, 5, 1);

/** An event as `POST /v1/events` takes it. */
export interface StoryEvent {
  readonly type: 'authentication' | 'message';
  readonly time: string;
  readonly account: string;
  readonly sourceIp: string;
  readonly protocol: 'smtp' | 'imap';
  readonly outcome: 'success' | 'failure';
  readonly reason: 'bad-password' | null;
  readonly listener: 'external';
  readonly session: string;
  readonly message: { readonly sender: string; readonly recipients: number } | null;
}

/** Those of the directory of the story. */
export const STAFF: readonly string[] = Array.from(
  { length: 24 },
  (_, n) => `staff${String(n + 1).padStart(2, '0')}@example.test`,
);
const [BOT_VICTIM, SECOND_VICTIM, SPRAYED, GUESSED, TRAVELLER, BURSTER, FORGER] =
  STAFF as readonly [string, string, string, string, string, string, string];

/**
 * Three days of one site: office hours, a botnet in two accounts, a source that sprays and gets in,
 * a guesser who hits, a traveller, a burst of mail and senders that aren't the account's. In the
 * order of time; the same seed gives the same events.
 */
export function aStory(seed = 1): readonly StoryEvent[] {
  const teller = new Teller(seededRandom(seed, 'story'));
  for (const [index, login] of STAFF.entries()) office(teller, login, index);
  for (const login of [BOT_VICTIM, SECOND_VICTIM]) botnet(teller, login);
  spraying(teller);
  guessing(teller);
  travel(teller);
  burst(teller);
  forgery(teller);
  return teller.events.sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)));
}

/** Those whose accounts somebody else uses in the story. */
export const COMPROMISED: readonly string[] = [BOT_VICTIM, SECOND_VICTIM];

class Teller {
  readonly events: StoryEvent[] = [];
  private sessions = 0;

  constructor(readonly random: Random) {}

  signIn(
    at: number,
    account: string,
    sourceIp: string,
    outcome: StoryEvent['outcome'] = 'success',
  ) {
    this.tell(at, account, sourceIp, outcome, null);
  }

  mail(at: number, account: string, sourceIp: string, sender = account, recipients = 1) {
    this.tell(at, account, sourceIp, 'success', { sender, recipients });
  }

  private tell(
    at: number,
    account: string,
    sourceIp: string,
    outcome: StoryEvent['outcome'],
    message: StoryEvent['message'],
  ): void {
    this.sessions += 1;
    this.events.push({
      type: message ? 'message' : 'authentication',
      time: new Date(Math.floor(at)).toISOString(),
      account,
      sourceIp,
      protocol: message ? 'smtp' : 'imap',
      outcome,
      reason: outcome === 'failure' ? 'bad-password' : null,
      listener: 'external',
      session: `s${this.sessions}`,
      message,
    });
  }
}

function office(teller: Teller, login: string, index: number): void {
  const { random } = teller;
  const address = index % 3 === 0 ? hyderabadAddress(random) : `192.0.2.${index + 1}`;
  for (let day = 0; day < 3; day += 1) {
    for (let n = 0; n < 4; n += 1) {
      const at = STORY_START + day * DAY + (4 + 2 * n + 2 * random.fraction()) * HOUR;
      teller.signIn(at, login, address);
      if (random.chance(0.5)) teller.mail(at + MINUTE, login, address);
    }
  }
}

function botnet(teller: Teller, login: string): void {
  const { random } = teller;
  let at = STORY_START + DAY + 20 * HOUR + random.whole(0, 90) * MINUTE;
  for (let n = 0; n < 60; n += 1) {
    const address = random.chance(0.7) ? botAddress(random) : `2001:db8:${n.toString(16)}::1`;
    teller.signIn(at, login, address);
    teller.mail(at + 2 * SECOND, login, address, `x${n}@example.test`, random.whole(1, 30));
    at += random.wait(5 * MINUTE);
  }
}

/** Someone signs in from the sprayer's network before it begins, while it goes on and when it is done. */
function spraying(teller: Teller): void {
  const { random } = teller;
  const begins = STORY_START + DAY + 23 * HOUR;
  const sprayer = '203.0.113.99';
  teller.signIn(begins - HOUR, TRAVELLER, '203.0.113.1');
  for (const [n, login] of [...STAFF, ...madeUp(30)].entries())
    teller.signIn(begins + n * 3 * MINUTE, login, sprayer, 'failure');
  teller.signIn(begins + 100 * MINUTE, SPRAYED, sprayer);
  teller.signIn(begins + 170 * MINUTE, random.pick(['staff20@example.test']), '203.0.113.7');
}

function guessing(teller: Teller): void {
  const begins = STORY_START + 2 * DAY + 3 * HOUR;
  for (let n = 0; n < 40; n += 1)
    teller.signIn(begins + n * 40 * SECOND, GUESSED, '198.51.100.66', 'failure');
  teller.signIn(begins + 30 * MINUTE, GUESSED, '198.51.100.66');
}

function travel(teller: Teller): void {
  const { random } = teller;
  teller.signIn(STORY_START + 2 * DAY + 8 * HOUR, TRAVELLER, hyderabadAddress(random));
  teller.signIn(STORY_START + 2 * DAY + 8.5 * HOUR, TRAVELLER, dubaiAddress(random));
}

function burst(teller: Teller): void {
  for (let n = 0; n < 90; n += 1)
    teller.mail(STORY_START + 2 * DAY + (10 + n / 100) * HOUR, BURSTER, '192.0.2.6', BURSTER, 12);
}

function forgery(teller: Teller): void {
  for (let n = 0; n < 12; n += 1) {
    const sender = n % 2 === 0 ? STAFF[n + 8] : `nobody${n}@example.test`;
    teller.mail(STORY_START + DAY + (9 + n / 6) * HOUR, FORGER, '192.0.2.7', sender);
  }
}

function madeUp(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `made-up${n}@example.test`);
}
