import type { z } from 'zod';
import type { Scope } from '../../auth/domain/scopes.js';

/** What a run gets besides its parameters. */
export interface RunContext {
  /** The same for every try of a run: what it makes may be named after it, so that a repeat finds it. */
  readonly runId: string;
  /** For the audit log: `schedule:<id>`. */
  readonly actor: string;
  /** Fires when the process shuts down; the run is then tried again elsewhere. */
  readonly signal: AbortSignal;
  /** Says how far the run has come. A run that is silent for ten minutes is taken for lost. */
  readonly progress: (done: number, total: number) => Promise<void>;
}

/** What came of a run. */
export interface RunResult {
  /** One sentence for people; no secret in it. */
  readonly summary: string;
  /** Id of what it made. */
  readonly produced?: string;
}

/** A kind of job that a feature lets operators schedule. */
export interface ScheduledJob<Params = unknown> {
  /** kebab-case: `password-audit`, `directory-sync`, `blacklist-check`. */
  readonly name: string;
  /** What an operator must hold to schedule it. */
  readonly scope: Scope;
  /** What its parameters look like; stored parameters are parsed again before each run. */
  readonly params: z.ZodType<Params>;
  /**
   * Does it. It may be called again with the same `runId` after a crash. A DomainError of the kind
   * `unavailable` is tried again; anything else that is thrown fails the run, and the next one
   * comes when it is due.
   */
  run(params: Params, context: RunContext): Promise<RunResult>;
}
