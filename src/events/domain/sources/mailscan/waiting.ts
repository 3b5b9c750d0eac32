import { canonicalAddress } from '../../../../kernel/ip-address.js';
import type { Statement } from './line.js';
import { openAttempt, type Session } from './session.js';

type Wish = (session: Session) => boolean;

/** Whether its next response may be a name or a password. */
export function isSigningIn({ client, router }: Session): boolean {
  if (client === 'account' || client === 'password' || client === 'payload') return true;
  return client === 'unknown' || router === 'account' || router === 'password';
}

/** The session that has waited longest for such a line; undefined when none does. */
export function longestWaiting(
  candidates: readonly Session[],
  statement: Statement,
): Session | undefined {
  for (const wish of wishesFor(statement)) {
    const waiting = candidates.filter(wish);
    if (waiting.length > 0) {
      const since = isRouters(statement) ? 'routerSince' : 'clientSince';
      return waiting.reduce((first, next) => (next[since] < first[since] ? next : first));
    }
  }
  return undefined;
}

function isRouters(statement: Statement): boolean {
  if (statement.kind === 'response' || statement.kind === 'removed') {
    return statement.side === 'router';
  }
  return ['connecting', 'greeting', 'challenge', 'reply', 'unreachable'].includes(statement.kind);
}

/** What a session must be waiting for to have said this; the first wish that any fulfils decides. */
function wishesFor(statement: Statement): readonly Wish[] {
  switch (statement.kind) {
    case 'helo':
      return [({ client }) => client === 'helo'];
    case 'auth':
      return [
        ({ client, attempts }) => client === 'command' && attempts.length === 0,
        ({ client }) => client === 'command',
      ];
    case 'response':
      return statement.side === 'client'
        ? [isSigningIn]
        : [({ router }) => router === 'account' || router === 'password'];
    case 'removed': {
      const awaited = statement.what === 'id' ? 'account' : 'password';
      return statement.side === 'client'
        ? [({ client }) => client === awaited]
        : [({ router }) => router === awaited];
    }
    case 'mail':
      return [
        ({ client, attempts }) => client === 'command' && attempts.at(-1)?.outcome === 'success',
        ({ client }) => client === 'command',
      ];
    case 'recipient':
    case 'recipient-refused':
    case 'data':
      return [({ client }) => client === 'recipient'];
    case 'receiving':
      return [({ client }) => client === 'content'];
    case 'received':
      return [({ file }) => file === statement.file, ({ client }) => client === 'end-of-content'];
    case 'reset':
    case 'leaving':
      return [({ client }) => client === 'command', ({ client }) => client !== 'nothing'];
    case 'gone':
      return goneWishes(statement.address);
    case 'connecting':
    case 'greeting':
      return [
        ({ router, attempts }) => router === 'connection' && attempts.length > 0,
        hasNoAnswer,
      ];
    case 'challenge':
      return [(session) => session.router === 'command' && hasNoAnswer(session), hasNoAnswer];
    case 'reply':
    case 'unreachable':
      return [(session) => session.client === 'waiting' && hasNoAnswer(session), hasNoAnswer];
    case 'entering':
    case 'exiting':
    case 'nothing':
      return [];
  }
}

function hasNoAnswer(session: Session): boolean {
  return openAttempt(session) !== undefined;
}

function goneWishes(address: string): readonly Wish[] {
  const isOver: Wish = ({ client }) => client === 'nothing';
  const isSame: Wish = (session) => session.address === address;
  const isLike: Wish = (session) => matches(session.address, address);
  return [
    (session) => isSame(session) && isOver(session),
    isSame,
    (session) => isLike(session) && isOver(session),
    isLike,
  ];
}

/** Whether a redacted address, `202.72.x.y`, may be this one. */
function matches(redacted: string, address: string): boolean {
  if (canonicalAddress(redacted) !== undefined) return false;
  const known = redacted.split('.');
  const octets = address.split('.');
  return known.every((octet, index) => /^[a-z*]+$/i.test(octet) || octet === octets[index]);
}
