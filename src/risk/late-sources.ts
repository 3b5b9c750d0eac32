import { DAY_MS } from '../kernel/clock.js';

/** From the earliest change at a network to a day after the latest, ms: who came then may be judged otherwise. */
export interface ChangedSpan {
  readonly network: string;
  readonly from: number;
  readonly to: number;
}

/** Networks of which something was learned too late for events that were folded already. */
export class LateSources {
  private spans = new Map<string, ChangedSpan>();

  /** @param at when that which was learned happened, ms */
  note(network: string, at: number): void {
    const known = this.spans.get(network);
    this.spans.set(network, {
      network,
      from: Math.min(known?.from ?? at, at),
      to: Math.max(known?.to ?? 0, at + DAY_MS),
    });
  }

  /** What was noted since the last time. */
  take(): ChangedSpan[] {
    const taken = [...this.spans.values()];
    this.spans = new Map();
    return taken;
  }
}
