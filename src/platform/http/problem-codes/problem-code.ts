import type { DomainErrorKind } from '../../../kernel/errors.js';

/** What the documentation says about one `code`. */
export interface ProblemCode {
  /** Decides the status; `internal` is 500. */
  readonly kind: DomainErrorKind | 'internal';
  /** `title` of the problem: the same for every occurrence. */
  readonly title: string;
  /** What the caller can do about it. */
  readonly remedy: string;
}
