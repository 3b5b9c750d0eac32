import type { FoldEvent, SenderStanding } from './fold-event.js';

const STANDING_LETTER: Readonly<Record<SenderStanding, string | undefined>> = {
  none: undefined,
  own: undefined,
  unknown: undefined,
  'other-account': 'o',
  nonexistent: 'n',
  foreign: 'f',
};

/**
 * Under which a sender that isn't the account's own is remembered: a letter for its standing and a
 * 32-bit FNV-1a hash of its address. Two senders that share a hash count as one.
 *
 * @returns undefined when the sender is the account's own, or nothing is known about it
 */
export function senderKey({ event, sender }: FoldEvent): string | undefined {
  const letter = STANDING_LETTER[sender];
  if (letter === undefined) return undefined;
  const address = (event.message?.sender ?? event.account ?? '').toLowerCase();
  let hash = 0x811c9dc5;
  for (let index = 0; index < address.length; index += 1) {
    hash = Math.imul(hash ^ address.charCodeAt(index), 0x01000193);
  }
  return letter + (hash >>> 0).toString(36);
}

/** Whether a key of {@link senderKey} is of one of the standings. */
export function hasStanding(key: string, standings: readonly SenderStanding[]): boolean {
  return standings.some((standing) => STANDING_LETTER[standing] === key[0]);
}
