import type { DirectoryState } from '../../directories/domain/connector.js';
import type { Mode, Operation } from './response-policy.js';

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

/** What was asked of a directory for one account, and what became of it. */
export interface Action {
  readonly id: string;
  readonly accountId: string;
  readonly operation: Operation;
  readonly status: ActionStatus;
  /** `manual` when an operator asked for it, else the mode of the policy. */
  readonly mode: Mode | 'manual';
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
  readonly expiresAt: Date | undefined;
  readonly undoOf: string | undefined;
}

const INVERSES: Partial<Record<Operation, Operation>> = {
  lock: 'unlock',
  unlock: 'lock',
  disable: 'enable',
  enable: 'disable',
};

/** What takes an operation back; undefined when nothing can. */
export function inverseOf(operation: Operation): Operation | undefined {
  return INVERSES[operation];
}

/** Whether an operation keeps somebody out; the others let somebody in. */
export function isRestrictive(operation: Operation): boolean {
  return operation !== 'unlock' && operation !== 'enable';
}
