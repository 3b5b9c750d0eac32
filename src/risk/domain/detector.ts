import type { z } from 'zod';
import type { Facts } from './facts.js';
import type { EventKind, FoldEvent } from './fold-event.js';
import type { Evidence } from './signal.js';

/** What a detector's evidence is about; what operators declare silences detectors by it. */
export const ASPECTS = [
  'place',
  'client',
  'time',
  'guessing',
  'sender',
  'volume',
  'password',
] as const;

export type Aspect = (typeof ASPECTS)[number];

/** What a detector answers when it finds an event suspicious. */
export interface Suspicion {
  /** 0..1: how sure the detector is that somebody else uses the account. */
  readonly confidence: number;
  /** One English sentence with the numbers, for an operator. */
  readonly summary: string;
  readonly evidence: Evidence;
}

/**
 * Looks at one event and says whether it is suspicious.
 *
 * A detector is pure: same event, facts and options give the same answer. It never throws, and
 * never reads a clock, a database or the network; what it must know of the past it lists in
 * `needs`, and using anything else doesn't compile. Adding one = one file, its spec, one line in
 * `detectors.ts`.
 */
export interface Detector<Need extends keyof Facts = keyof Facts, Options extends object = object> {
  /** Stable, kebab-case; stored with every signal, so never rename it. */
  readonly id: string;
  readonly title: string;
  /** MITRE ATT&CK technique. */
  readonly technique: `T${number}` | `T${number}.${string}`;
  /** For operators: what it means, and what else it could be. */
  readonly description: string;
  /** Default weight, 0..1: the contribution of a fresh signal of full confidence. */
  readonly weight: number;
  /**
   * The evidence is failures alone, which anybody can cause: scoring keeps such signals from ever
   * bringing an account to `high`.
   */
  readonly failureOnly?: true;
  readonly about: Aspect;
  /** The kinds of events that it looks at; it isn't asked about others. */
  readonly on: readonly EventKind[];
  readonly needs: readonly Need[];
  /** Every option with its default, so that `{}` is valid. */
  readonly options: z.ZodType<Options>;
  inspect(event: FoldEvent, facts: Pick<Facts, Need>, options: Options): Suspicion | undefined;
}

/** Checks a detector's definition against its own `needs` and `options`. */
export function defineDetector<Need extends keyof Facts, Options extends object>(
  detector: Detector<Need, Options>,
): Detector<Need, Options> {
  return detector;
}
