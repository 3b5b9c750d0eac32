/** A value that JSON can carry. */
export type EvidenceValue = string | number | boolean | readonly string[];

/** What a detector saw: counts, addresses, places; what an operator needs to judge a signal. */
export type Evidence = Readonly<Record<string, EvidenceValue>>;

/** One detector's evidence against an account, before it has an id of its own. */
export interface Signal {
  /** Id of the detector. */
  readonly detector: string;
  /** MITRE ATT&CK technique. */
  readonly technique: string;
  /** Milliseconds since the epoch: the time of the event. */
  readonly at: number;
  /** 0..1. */
  readonly confidence: number;
  /** One sentence with the numbers, for an operator. */
  readonly summary: string;
  readonly evidence: Evidence;
  readonly eventId: string;
  /** What keeps it from counting, if anything does: it stays visible, and contributes nothing. */
  readonly suppressedBy?: string;
}
