import type { DirectoryState } from '../../directories/domain/connector.js';
import type { Operation } from './operation.js';
import { MODES } from './response-policy.js';

export const ACTION_STATUSES = [
  'awaiting-approval',
  'queued',
  'running',
  'applied',
  'unchanged',
  'refused',
  'failed',
  'cancelled',
  'undone',
] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

/** Statuses that an action can still leave by itself or with an operator's word. */
export const OPEN_STATUSES = ['awaiting-approval', 'queued', 'running'] as const;

/** Why an action ended, or waits, as it did. */
export interface ActionOutcome {
  /** Stable, kebab-case: `applied`, `protected-account`, `hourly-cap`, `directory-refused`. */
  readonly code: string;
  /** For people: what happened, and what to do. */
  readonly detail: string;
}

/** `manual` when an operator asked for it, `expiry` when its time took a lock back, else the policy's. */
export const ACTION_MODES = [...MODES, 'manual', 'expiry'] as const;
export type ActionMode = (typeof ACTION_MODES)[number];

/** What was asked of a directory for one account, and what became of it. */
export interface Action {
  readonly id: string;
  readonly accountId: string;
  readonly operation: Operation;
  /** What the directory was asked instead, where it has no such operation. */
  readonly performed: Operation | undefined;
  readonly status: ActionStatus;
  readonly mode: ActionMode;
  readonly reason: string;
  readonly evidence: unknown;
  readonly ticket: string | undefined;
  readonly dryRun: boolean;
  readonly requestedBy: string;
  readonly approvedBy: string | undefined;
  readonly directoryId: string | undefined;
  readonly before: DirectoryState | undefined;
  readonly after: DirectoryState | undefined;
  readonly outcome: ActionOutcome | undefined;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
  /** When it is taken back by itself. */
  readonly expiresAt: Date | undefined;
  /** When it starts by itself, while it awaits approval. */
  readonly dueAt: Date | undefined;
  /** The reset campaign that it belongs to. */
  readonly campaignId: string | undefined;
  readonly undoOf: string | undefined;
}
