import { DomainError } from '../../kernel/errors.js';
import type { Outcome } from '../domain/connector.js';

/** Why a directory couldn't do what it was asked; each kind is met in its own way. */
export type FaultKind =
  /** User name or password were wrong: asking again may lock the service account. */
  | 'credentials'
  /** No connection, or it broke. */
  | 'unreachable'
  /** A lock, a timeout, a failover: another try may do. */
  | 'busy'
  /** Something or a right is missing, or the value isn't taken: another try won't do. */
  | 'refused'
  /** The caller gave up. */
  | 'aborted';

/** A failure of a directory, told without its own message, which could quote values. */
export class DirectoryFault extends Error {
  override readonly name: string = 'DirectoryFault';

  constructor(
    readonly kind: FaultKind,
    message: string,
  ) {
    super(message);
  }
}

/** What a fault is to whoever only reads. */
export function readingProblem(fault: DirectoryFault): DomainError {
  const detail = `The directory can't be used: ${fault.message}.`;
  return fault.kind === 'refused'
    ? new DomainError('unprocessable', 'directory-refused', detail)
    : new DomainError('unavailable', 'directory-unavailable', detail);
}

/** What a fault is to whoever wanted something done. */
export function faultOutcome(fault: DirectoryFault): Outcome {
  return { kind: fault.kind === 'refused' ? 'refused' : 'unavailable', reason: fault.message };
}
