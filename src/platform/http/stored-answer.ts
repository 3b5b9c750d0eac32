/**
 * An answer that is sent as it stands instead of what the handler would say. Thrown by the
 * idempotency interceptor and sent by the problem filter, because Nest gives a handler's value the
 * route's own status.
 */
export class StoredAnswer extends Error {
  override readonly name = 'StoredAnswer';

  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    /** JSON text; absent for an empty body. */
    readonly body: string | undefined,
  ) {
    super('a stored answer is repeated');
  }
}
