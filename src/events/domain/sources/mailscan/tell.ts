import { canonicalAddress } from '../../../../kernel/ip-address.js';
import { accountOfLogin, accountOfPlain, pseudonym } from '../../auth-exchange.js';
import type { Statement } from './line.js';
import { openAttempt, type Attempt, type Session } from './session.js';

/** What goes beyond these in one session isn't kept. */
const MOST_ATTEMPTS = 64;
const MOST_MESSAGES = 1_000;

/**
 * Writes into the session what a line of it says.
 *
 * @param readable whether a response is surely this session's own
 */
export function tell(
  session: Session,
  statement: Statement,
  wall: number,
  readable: boolean,
): void {
  session.latest = Math.max(session.latest, wall);
  switch (statement.kind) {
    case 'helo':
      session.helo = statement.name;
      session.client = 'command';
      return;
    case 'auth':
      begin(session, statement, wall, readable);
      return;
    case 'response':
      answer(session, statement, readable);
      return;
    case 'removed':
      if (statement.side === 'client')
        session.client = statement.what === 'id' ? 'password' : 'waiting';
      else session.router = statement.what === 'id' ? 'command' : 'nothing';
      return;
    case 'mail':
      Object.assign(session, { sender: statement.sender, recipients: 0, rejectedRecipients: 0 });
      session.client = 'recipient';
      return;
    case 'recipient':
      session.recipients += 1;
      return;
    case 'recipient-refused':
      if (session.recipients === 0) return;
      session.recipients -= 1;
      session.rejectedRecipients += 1;
      return;
    case 'data':
      session.client = 'content';
      return;
    case 'receiving':
      session.file = statement.file;
      session.client = 'end-of-content';
      return;
    case 'received':
      receive(session, statement, wall);
      return;
    case 'reset':
      session.client = 'command';
      return;
    case 'leaving':
      session.client = 'nothing';
      return;
    case 'gone':
      if (canonicalAddress(session.address) === undefined) session.address = statement.address;
      return;
    case 'connecting':
    case 'greeting':
      session.router = 'command';
      if (statement.kind === 'greeting') session.zoneMinutes = statement.zoneMinutes;
      return;
    case 'challenge':
      ask(session, statement);
      return;
    case 'reply':
      settle(session, statement.code, wall);
      return;
    case 'unreachable':
      fail(session, 'backend', wall);
      return;
    case 'entering':
    case 'exiting':
    case 'nothing':
      return;
  }
}

function begin(
  session: Session,
  { mechanism, response }: Extract<Statement, { kind: 'auth' }>,
  wall: number,
  readable: boolean,
): void {
  if (session.attempts.length >= MOST_ATTEMPTS) return;
  const attempt: Attempt = { wall, mechanism };
  session.attempts.push(attempt);
  const name = readable ? nameIn(mechanism, response) : undefined;
  if (name !== undefined) attempt.account = name;
  if (mechanism === 'login') session.client = response === undefined ? 'account' : 'password';
  else if (mechanism === 'plain') session.client = response === undefined ? 'payload' : 'waiting';
  else session.client = 'unknown';
}

function nameIn(mechanism: string, response: string | undefined): string | undefined {
  if (response === undefined || response === '=') return undefined;
  if (mechanism === 'plain') return accountOfPlain(response);
  if (mechanism !== 'login' || /^EncryptedUserID-Removed/i.test(response)) return undefined;
  return accountOfLogin(response) ?? pseudonym(response);
}

function answer(
  session: Session,
  { side, response }: Extract<Statement, { kind: 'response' }>,
  readable: boolean,
): void {
  const expected = side === 'client' ? session.client : session.router;
  const attempt = session.attempts.at(-1);
  // `*` gives the exchange up (RFC 4954, section 4).
  if (readable && attempt !== undefined && attempt.account === undefined && response !== '*') {
    const mechanism = expected === 'account' ? 'login' : expected === 'payload' ? 'plain' : 'other';
    const name = nameIn(mechanism, response);
    if (name !== undefined) attempt.account = name;
  }
  if (side === 'router') session.router = expected === 'password' ? 'nothing' : 'command';
  else if (expected === 'account') session.client = response === '*' ? 'command' : 'password';
  else if (expected === 'password' || expected === 'payload') session.client = 'waiting';
}

function ask(session: Session, { asks }: Extract<Statement, { kind: 'challenge' }>): void {
  if (asks === 'other') return;
  session.router = asks;
  // What the client sent to be asked for a password was the account.
  if (asks === 'password' && session.client === 'account') session.client = 'password';
}

function settle(session: Session, code: number, wall: number): void {
  if (code !== 235) {
    fail(session, reasonOf(code), wall);
    return;
  }
  const attempt = openAttempt(session);
  if (attempt === undefined) return;
  attempt.wall = wall;
  attempt.outcome = 'success';
  session.client = 'command';
  session.router = 'nothing';
}

function fail(session: Session, reason: NonNullable<Attempt['reason']>, wall: number): void {
  const attempt = openAttempt(session);
  if (attempt === undefined) return;
  attempt.wall = wall;
  attempt.outcome = 'failure';
  attempt.reason = reason;
  session.router = 'nothing';
  if (session.client === 'waiting' || session.client === 'unknown') session.client = 'command';
}

/** RFC 4954, section 6: 535 refuses the credentials, 432 wants a new password, 4xx is passing. */
function reasonOf(code: number): NonNullable<Attempt['reason']> {
  if (code === 535) return 'bad-password';
  if (code === 432) return 'must-change';
  return code < 500 ? 'backend' : 'other';
}

function receive(
  session: Session,
  { file, bytes }: Extract<Statement, { kind: 'received' }>,
  wall: number,
): void {
  session.client = 'command';
  const signedIn = session.attempts.findLast(({ outcome }) => outcome === 'success');
  // Mail that nobody signed in for comes from outside.
  if (signedIn === undefined || session.messages.length >= MOST_MESSAGES) return;
  const { sender, recipients, rejectedRecipients } = session;
  const { account } = signedIn;
  session.messages.push({
    wall,
    account,
    sender,
    recipients,
    rejectedRecipients,
    bytes,
    queueId: file,
  });
}
