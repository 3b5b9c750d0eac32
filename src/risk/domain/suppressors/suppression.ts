import type { AccountState } from '../account-state.js';
import type { Detector } from '../detector.js';
import type { FoldEvent } from '../fold-event.js';
import type { Evidence } from '../signal.js';

/** A signal on its way, and what it came from. */
export interface Suspect {
  readonly detector: Detector;
  readonly evidence: Evidence;
  readonly folded: FoldEvent;
  /** As it was before the event. */
  readonly state: AccountState;
}

/** What operators have said about places, accounts and evidence, as far as it keeps signals from counting. */
export interface Suppression {
  /** What keeps the signal from counting, in a form for people; undefined when it counts. */
  suppressorOf(suspect: Suspect): string | undefined;
  /** What the event's network was declared to be, if anything. */
  declarationOf(folded: FoldEvent): string | undefined;
}

/** Nothing was said. */
export const NO_SUPPRESSION: Suppression = {
  suppressorOf: () => undefined,
  declarationOf: () => undefined,
};
