/** The few ways in which a caller can be refused; the HTTP layer has one status for each. */
export type DomainErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unsupported-media'
  | 'unprocessable'
  | 'too-many'
  | 'unavailable';

/** One complaint about one field of the input. `path` is dotted: `settings.url`. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/**
 * A refusal that the caller may read. The message says what to do about it and never holds a
 * secret, SQL or a stack; anything that isn't a DomainError is a bug and answers 500.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly kind: DomainErrorKind,
    /** Stable, kebab-case, documented: `account-not-found`. */
    readonly code: string,
    message: string,
    readonly details: {
      readonly errors?: readonly FieldProblem[];
      /** Seconds after which another try makes sense. */
      readonly retryAfter?: number;
    } = {},
  ) {
    super(message);
  }
}
