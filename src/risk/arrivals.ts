import type { FoldEvent } from './domain/fold-event.js';
import { sourceDayOf } from './domain/source-window.js';
import { LateSources } from './late-sources.js';
import type { SourceDays } from './source-days.js';

/**
 * Arrivals of a batch (see `isArrival`): kept with the sources, and taken back where an account is
 * folded again. Whoever signed in at a source after an arrival that changed has to be folded again.
 */
export class Arrivals {
  /** Sources of which an arrival changed that others may have been judged by. */
  readonly late = new LateSources();
  /** Those of the accounts that are being folded again: as they were, and as they are now. */
  private again: { readonly before: Set<string>; readonly now: Set<string> } | undefined;

  constructor(
    private readonly sources: SourceDays,
    /** Time of the newest event stored before this batch. */
    private readonly newestBefore: number | undefined,
  ) {}

  /** Notes an arrival; false when what the source did isn't loaded, and it couldn't be. */
  note({ accountId, network = '', event: { at } }: FoldEvent): boolean {
    if (!this.sources.isLoaded(network, at)) return false;
    this.sources.addArrival(network, at, accountId);
    if (this.again) this.again.now.add(`${at} ${network} ${accountId}`);
    else if (this.newestBefore !== undefined && at <= this.newestBefore)
      this.late.note(network, at);
    return true;
  }

  /** Takes the arrivals of the events' accounts on the events' days back, as they are folded again. */
  withdraw(events: readonly FoldEvent[]): void {
    const before = new Set<string>();
    for (const { accountId, network, event } of events) {
      if (network === undefined) continue;
      for (const at of this.sources.removeArrivals(network, sourceDayOf(event.at), accountId))
        before.add(`${at} ${network} ${accountId}`);
    }
    this.again = { before, now: new Set() };
  }

  /** The accounts were folded again: sees what is another than before. */
  compare(): void {
    const { before, now } = this.again ?? { before: new Set(), now: new Set() };
    this.again = undefined;
    for (const arrival of new Set([...before, ...now])) {
      if (before.has(arrival) && now.has(arrival)) continue;
      const [at = '', network = ''] = arrival.split(' ');
      this.late.note(network, Number(at));
    }
  }
}
