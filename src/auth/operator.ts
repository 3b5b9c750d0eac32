import type { Caller } from '../platform/http/caller.js';
import type { Scope } from './domain/scopes.js';

/** Whoever calls the API, after the credential was checked. Made anew for each request. */
export interface Operator extends Caller {
  readonly scopes: readonly Scope[];
}
