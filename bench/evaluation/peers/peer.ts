import type { Place } from '../../../src/kernel/geo.js';
import type { Act } from '../../simulation/act.js';

/** Where an address is, by the geolocation that the service uses. */
export type Locate = (address: string) => Place | undefined;

/**
 * Another product's published rules, applied to what the same log tells in that product's terms.
 *
 * A rule that refuses attempts counts where it refuses one with the right password: only then does
 * the owner, or the thief, notice. That is kind to rules that ban addresses.
 */
export interface Peer {
  readonly id: string;
  readonly title: string;
  /** What its rules are kept by: one that bans addresses knows nothing of accounts. */
  readonly keyedBy: 'account' | 'address';
  open(locate: Locate): PeerRun;
}

/** The rules with the state of one log. */
export interface PeerRun {
  /**
   * Takes the next act, in the order of time.
   *
   * @returns when (ms) an alarm about the act's account is raised, undefined when none is
   */
  see(act: Act): number | undefined;
}

/** Whether the right password was given. */
export function isRightPassword(act: Act): boolean {
  return act.kind !== 'failure';
}
