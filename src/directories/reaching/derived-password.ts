import { createHmac, hkdfSync } from 'node:crypto';
import { MINUTE_MS } from '../../kernel/clock.js';

/** How far a directory's clock may be off ours. */
const SKEW_MS = 10 * MINUTE_MS;

/**
 * The password of one forced reset, which nobody is told. A directory that encodes passwords itself
 * has no place to note whose work one is; so the password follows from the action and a secret, and
 * a repeat of the action sets the same one again, or finds that it is set.
 */
export type PasswordOfAction = (actionId: string) => string;

/** @param secret what only whoever may set passwords anyway has */
export function derivedPasswords(secret: string): PasswordOfAction {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'authwarden forced reset', 32));
  // The end has a character of each class that policies ask for.
  return (actionId) => `${createHmac('sha256', key).update(actionId).digest('base64url')}-9aZ`;
}

/** Whether a password that was changed then may be this action's work: its id has the time (RFC 9562, 5.7). */
export function mayBeWorkOf(actionId: string, changedAt: Date): boolean {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7/i.test(actionId)) return true;
  const requestedAtMs = Number.parseInt(actionId.slice(0, 8) + actionId.slice(9, 13), 16);
  return changedAt.getTime() >= requestedAtMs - SKEW_MS;
}
