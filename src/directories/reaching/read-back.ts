import { setTimeout as wait } from 'node:timers/promises';
import type { DirectoryState, Outcome } from '../domain/connector.js';

/** Between readings, ms: a replica that is well is behind by a second or two at most. */
const PAUSES_MS = [100, 200, 400, 800, 1_600];

const UNSEEN =
  'the directory took the change but does not show it, as a replica that lags would not';

/**
 * What a change that a directory has taken came to: reads until it shows, as who answers may be a
 * replica that lags behind the server that took it. Where it never shows, whether it will can't be
 * told, and the same command may be sent again.
 *
 * @param read undefined when the account is gone
 * @param pausesMs how long to wait before each further reading
 */
export async function readBack<Found extends { readonly state: DirectoryState }>(
  before: DirectoryState,
  read: () => Promise<Found | undefined>,
  isDone: (after: Found) => boolean | Promise<boolean>,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<Outcome> {
  for (let tries = 0; ; tries += 1) {
    const after = await read();
    if (after && (await isDone(after))) return { kind: 'applied', before, after: after.state };
    const pause = pausesMs[tries];
    if (pause === undefined)
      return { kind: 'unavailable', reason: UNSEEN, before, ...(after && { after: after.state }) };
    await wait(pause);
  }
}
