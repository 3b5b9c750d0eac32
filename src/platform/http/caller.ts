import { networkOf } from '../../kernel/ip-address.js';

/** Who makes a request, as far as plumbing needs to know; `auth/` puts it on the request. */
export interface Caller {
  /** Stable: the id of the API key, or the subject of the JWT. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly kind: 'api-key' | 'jwt';
  /** What the credential allows. */
  readonly scopes: readonly string[];
  /** Id of the request that is being made. */
  readonly requestId?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent until the credential was checked, and on public routes. */
    operator?: Caller;
  }
}

/** `api-key:<id>` or `jwt:<subject>`: one spelling for rate limits, idempotency and the audit log. */
export function callerKey(caller: Pick<Caller, 'id' | 'kind'>): string {
  return `${caller.kind}:${caller.id}`;
}

/** What requests are counted by: whoever has one IPv6 address has its whole /64. */
export function placeOf(address: string): string {
  return address.includes(':') && !address.startsWith('::ffff:') ? networkOf(address) : address;
}
