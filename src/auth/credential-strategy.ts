import type { Operator } from './operator.js';

/** What the strategies read of a request. */
export interface CredentialCarrier {
  readonly headers: { readonly authorization?: string | undefined };
}

/** One way to prove who calls. */
export interface CredentialStrategy {
  /** @returns undefined when the request has no credential of this kind, or not a valid one */
  operatorOf(request: CredentialCarrier): Promise<Operator | undefined>;
}
